#include "core/render/facevid2vid/host/convolution.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/render/facevid2vid/host/decoder.h"

namespace orator::render::facevid2vid::host {
namespace {

/// [C, (D,) H, W] with the channels last.
struct Picture {
  explicit Picture(const at::Tensor& x)
      : memory(x.dim() == 4 ? x.permute({1, 2, 3, 0}).contiguous() : x.permute({1, 2, 0}).contiguous()) {
    const Index depth = x.dim() == 4 ? x.size(1) : 1;
    volume = {memory.data_ptr<float>(), depth, x.size(-2), x.size(-1), x.size(0), x.size(0)};
  }
  at::Tensor planes() const {
    return memory.dim() == 4 ? memory.permute({3, 0, 1, 2}) : memory.permute({2, 0, 1});
  }
  at::Tensor memory;
  Volume volume;
};

at::Tensor reference(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  const std::vector<std::int64_t> ones(std::size_t(weight.dim() - 2), 1), none(ones.size(), 0);
  return at::convolution(x.to(at::kDouble).unsqueeze(0), weight.to(at::kDouble), bias.to(at::kDouble), ones,
                         ones, ones, false, none, 1)[0]
      .to(at::kFloat);
}

float largest(const at::Tensor& difference) {
  return difference.abs().max().item<float>();
}

class ConvolutionMethod : public ::testing::TestWithParam<Method> {};
INSTANTIATE_TEST_SUITE_P(winograd, ConvolutionMethod,
                         ::testing::Values(Method::winograd2, Method::winograd4));

TEST_P(ConvolutionMethod, GivesTheConvolutionOfAPictureOfAnySize) {
  at::manual_seed(3);
  for (const auto& [height, width] : {std::pair{8, 12}, {5, 7}, {1, 2}}) {
    const at::Tensor x = at::randn({32, height, width}), weight = at::randn({20, 32, 3, 3}) / 17;
    const at::Tensor bias = at::randn({20});
    const Convolution convolution(weight, bias, GetParam());
    ASSERT_EQ(convolution.outputs(), 32);  // 20 padded
    const Picture in(x), out(at::zeros({32, height, width}));
    Workspace workspace;
    convolution.run(in.volume, workspace, written(convolution, out.volume, 1.0f));
    EXPECT_LT(largest(out.planes().slice(0, 0, 20) - reference(x, weight, bias)), 2e-5f);
  }
}

TEST_P(ConvolutionMethod, GivesTheConvolutionOfAVolumeWithResidualAndActivation) {
  at::manual_seed(4);
  const at::Tensor x = at::randn({16, 5, 6, 9}), weight = at::randn({16, 16, 3, 3, 3}) / 20,
                   bias = at::randn({16});
  const at::Tensor residual = at::randn({16, 5, 6, 9});
  const Convolution convolution(weight, bias, GetParam());
  const Picture in(x), add(residual), out(at::zeros({16, 5, 6, 9}));
  Workspace workspace;
  convolution.run(in.volume, workspace, written(convolution, out.volume, 0.2f, add.volume));
  const at::Tensor expected = at::leaky_relu(reference(x, weight, bias) + residual, 0.2);
  EXPECT_LT(largest(out.planes() - expected), 2e-5f);
}

TEST(EnlargedConvolution, EqualsEnlargingFirst) {
  at::manual_seed(5);
  for (const int factor : {2, 4}) {
    const at::Tensor x = at::randn({16, 3, 5}), weight = at::randn({16, 16, 3, 3}) / 12,
                     bias = at::randn({16});
    const Convolution convolution(weight, bias, Method::enlarged);
    const Picture in(x), out(at::zeros({16, 3 * factor, 5 * factor}));
    Workspace workspace;
    convolution.run(in.volume, workspace, writtenEnlarged(convolution, out.volume, 0.0f, factor));
    const at::Tensor large = x.repeat_interleave(factor, 1).repeat_interleave(factor, 2);
    EXPECT_LT(largest(out.planes() - at::relu(reference(large, weight, bias))), 1e-5f);
  }
}

TEST(EnlargedConvolution, KeepsTheDepthOfAVolume) {
  at::manual_seed(6);
  const at::Tensor x = at::randn({16, 4, 2, 3}), weight = at::randn({16, 16, 3, 3, 3}) / 20,
                   bias = at::randn({16});
  const Convolution convolution(weight, bias, Method::enlarged);
  const Picture in(x), out(at::zeros({16, 4, 4, 6}));
  Workspace workspace;
  convolution.run(in.volume, workspace, writtenEnlarged(convolution, out.volume, 1.0f, 2));
  const at::Tensor large = x.repeat_interleave(2, 2).repeat_interleave(2, 3);
  EXPECT_LT(largest(out.planes() - reference(large, weight, bias)), 1e-5f);
}

TEST(Projection, MultipliesEveryPixel) {
  at::manual_seed(7);
  const at::Tensor x = at::randn({32, 9, 31}), weight = at::randn({48, 32}) / 6;
  const Picture in(x), out(at::zeros({48, 9, 31}));
  Projection(weight, {}).run(in.volume, out.volume);
  EXPECT_LT(largest(out.planes() - weight.matmul(x.flatten(1)).reshape({48, 9, 31})), 1e-5f);
}

TEST(Statistics, AreThoseOfAnInstanceNormFarFromZero) {
  at::manual_seed(8);
  const Picture x(at::randn({16, 40, 40}) * 0.1 + 30);
  const Statistics found = Statistics::of(x.volume);
  const auto [variance, mean] = at::var_mean(x.planes().to(at::kDouble), at::IntArrayRef({1, 2}), false);
  EXPECT_LT(largest(found.mean - mean), 1e-5f);
  EXPECT_LT(largest(found.scale * (variance + 1e-5).sqrt() - 1), 1e-4f);
}

}  // namespace
}  // namespace orator::render::facevid2vid::host
