// Every instruction set that this processor has against plain arithmetic.
#include "core/render/facevid2vid/kernels/kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
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

/// Largest difference of a product to plain loops; the taps overlap.
double productError(const Kernels& k, Index rows, Index depth, Index taps, Index columns) {
  const Index stride = depth + 2;
  std::vector<Index> offsets;
  for (Index tap = 0; tap < taps; ++tap) offsets.push_back(tap * 5 % 17);
  const auto a = wave(std::size_t(rows * stride + depth + 17), 0.7f);
  const auto b = wave(std::size_t(taps * depth * columns), 0.3f);
  std::vector<float> packed(std::size_t(k.packedSize(taps, depth, columns)));
  k.pack(b.data(), taps, depth, columns, packed.data());
  std::vector<float> c(std::size_t(rows * columns), -1.0f);
  k.product({rows, depth, taps, columns, a.data(), stride, offsets.data(), packed.data(), c.data(), columns});
  double largest = 0;
  for (Index row = 0; row < rows; ++row)
    for (Index column = 0; column < columns; ++column) {
      double expected = 0;
      for (Index tap = 0; tap < taps; ++tap)
        for (Index i = 0; i < depth; ++i)
          expected += double(a[std::size_t(row * stride + offsets[std::size_t(tap)] + i)]) *
                      double(b[std::size_t((tap * depth + i) * columns + column)]);
      largest = std::max(largest, std::abs(c[std::size_t(row * columns + column)] - expected));
    }
  return largest;
}

TEST(Kernels, ProductsAreThoseOfPlainLoopsForEveryRowCountAndWidth) {
  for (const Kernels* k : every())
    for (const Index columns : {16, 32, 48})
      for (Index rows = 1; rows < 30; ++rows)
        ASSERT_LT(productError(*k, rows, 5, 3, columns), 1e-5) << k->name << " " << rows << "x" << columns;
}

TEST(Kernels, ProductsOverMoreThanOneBlockOfTapsAndDepthAreWhole) {
  for (const Kernels* k : every())
    for (const Index columns : {16, 48}) {
      EXPECT_LT(productError(*k, 13, 1300, 1, columns), 1e-3) << k->name;
      EXPECT_LT(productError(*k, 13, 90, 29, columns), 1e-3) << k->name;
      EXPECT_LT(productError(*k, 13, 600, 3, columns), 1e-3) << k->name;
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
