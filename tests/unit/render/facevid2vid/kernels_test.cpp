// Every instruction set that this processor has against plain arithmetic.
#include "core/render/facevid2vid/kernels/kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace orator::render::facevid2vid::kernels {
namespace {

std::vector<float> wave(std::size_t count, float step) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = std::sin(float(i) * step);
  return values;
}

std::vector<const Kernels*> every() {
  int count = 0;
  const Kernels* const* all = available(count);
  return {all, all + count};
}

TEST(Kernels, ProductsAreThoseOfPlainLoopsForEveryRowCountAndWidth) {
  constexpr Index kDepth = 5, kTaps = 3, kStride = 7;
  const Index offsets[kTaps] = {0, 14, 3};
  for (const Kernels* k : every())
    for (const Index columns : {16, 32, 48})
      for (Index rows = 1; rows < 30; ++rows) {
        const auto a = wave(std::size_t(rows * kStride + 40), 0.7f);
        const auto b = wave(std::size_t(kTaps * kDepth * columns), 0.3f);
        std::vector<float> packed(std::size_t(k->packedSize(kTaps, kDepth, columns)));
        k->pack(b.data(), kTaps, kDepth, columns, packed.data());
        std::vector<float> c(std::size_t(rows * columns), -1.0f);
        k->product(
            {rows, kDepth, kTaps, columns, a.data(), kStride, offsets, packed.data(), c.data(), columns});
        for (Index row = 0; row < rows; ++row)
          for (Index column = 0; column < columns; ++column) {
            double expected = 0;
            for (Index tap = 0; tap < kTaps; ++tap)
              for (Index i = 0; i < kDepth; ++i)
                expected += double(a[std::size_t(row * kStride + offsets[tap] + i)]) *
                            double(b[std::size_t((tap * kDepth + i) * columns + column)]);
            ASSERT_NEAR(c[std::size_t(row * columns + column)], expected, 1e-5)
                << k->name << " " << rows << "x" << columns;
          }
      }
}

TEST(Kernels, EveryInstructionSetTransformsAlike) {
  constexpr Index kChannels = 48;
  const auto values = wave(36 * kChannels, 0.37f);
  std::vector<const float*> pixels;
  for (Index i = 0; i < 36; ++i) pixels.push_back(values.data() + i * kChannels);
  const Kernels& plain = *every().back();
  for (const Kernels* k : every())
    for (const auto function : {&Kernels::input2, &Kernels::input4, &Kernels::inputEnlarged}) {
      std::vector<float> found(36 * kChannels), expected(36 * kChannels);
      (k->*function)(pixels.data(), kChannels, found.data(), kChannels);
      (plain.*function)(pixels.data(), kChannels, expected.data(), kChannels);
      for (std::size_t i = 0; i < found.size(); ++i) ASSERT_NEAR(found[i], expected[i], 1e-5) << k->name;
    }
  for (const Kernels* k : every())
    for (const auto function : {&Kernels::output2, &Kernels::output4, &Kernels::outputEnlarged}) {
      std::vector<float> found(16 * kChannels), expected(16 * kChannels);
      (k->*function)(values.data(), kChannels, kChannels, found.data());
      (plain.*function)(values.data(), kChannels, kChannels, expected.data());
      for (std::size_t i = 0; i < found.size(); ++i) ASSERT_NEAR(found[i], expected[i], 2e-5) << k->name;
    }
}

TEST(Kernels, ModulationIsTheFormula) {
  constexpr Index kChannels = 16;
  const auto gamma = wave(kChannels, 0.9f), beta = wave(kChannels, 1.3f), x = wave(kChannels, 0.4f),
             mean = wave(kChannels, 0.2f), scale = wave(kChannels, 0.6f), gammaBias = wave(kChannels, 2.0f),
             betaBias = wave(kChannels, 0.1f);
  for (const Kernels* k : every()) {
    std::vector<float> out(kChannels);
    k->modulate(gamma.data(), beta.data(), gammaBias.data(), betaBias.data(), x.data(), mean.data(),
                scale.data(), 0.2f, kChannels, out.data());
    for (std::size_t i = 0; i < kChannels; ++i) {
      const float v = (x[i] - mean[i]) * scale[i] * (1 + gamma[i] + gammaBias[i]) + beta[i] + betaBias[i];
      EXPECT_NEAR(out[i], v > 0 ? v : 0.2f * v, 1e-6) << k->name;
    }
  }
}

}  // namespace
}  // namespace orator::render::facevid2vid::kernels
