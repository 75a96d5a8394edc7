#include "core/tensor/formula_weights.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace orator::tensor {
namespace {

at::Tensor filled(const std::string& name, at::IntArrayRef shape) {
  at::Tensor tensor = at::zeros(shape);
  fillByFormula("salt", name, tensor);
  return tensor;
}

TEST(FormulaWeights, dependOnSaltNameAndPlaceOnly) {
  const at::Tensor a = filled("x.weight", {8, 4});
  EXPECT_TRUE(a.equal(filled("x.weight", {8, 4})));
  EXPECT_FALSE(a.equal(filled("y.weight", {8, 4})));
  at::Tensor other = at::zeros({8, 4});
  fillByFormula("pepper", "x.weight", other);
  EXPECT_FALSE(a.equal(other));
}

TEST(FormulaWeights, stayInTheRangeOfTheirKind) {
  EXPECT_LE(filled("x.bias", {1000}).abs().max().item<float>(), 0.1f);
  EXPECT_GE(filled("x.running_var", {1000}).min().item<float>(), 0.5f);
  EXPECT_NEAR(filled("x.weight", {1000}).mean().item<float>(), 1, 0.02);
  EXPECT_NEAR(filled("x.weight", {200, 300}).std().item<float>(), 1 / std::sqrt(300.), 0.001);
  EXPECT_NEAR(filled("generator.x.weight", {200, 300}).std().item<float>(), 1.1 / std::sqrt(300.), 0.001);
}

TEST(FormulaWeights, followTheRulesThatSomeTensorsHaveOfTheirOwn) {
  const auto spread = [](const at::Tensor& t) { return t.std().item<double>(); };
  const double fan = 1 / std::sqrt(300.);
  EXPECT_NEAR(spread(filled("wav2lip.output_block.1.weight", {200, 300})), 4 * fan, 0.01);
  EXPECT_NEAR(spread(filled("wav2lip.output_block.0.weight", {200, 300})), fan, 0.001);
  EXPECT_NEAR(spread(filled("syncnet.netcnnlip.0.weight", {200, 300})), 0.02 * fan, 1e-4);
  EXPECT_NEAR(filled("gfpgan.a.modulation.bias", {1000}).mean().item<double>(), 1, 0.02);
  EXPECT_LE(filled("gfpgan.stylegan_decoder.style_convs.12.weight", {1}).abs().item<float>(), 0.1f);
  EXPECT_NEAR(spread(filled("gfpgan.stylegan_decoder.noises.noise3", {1, 1, 64, 64})), 1, 0.05);
  // Of weights with a leading dimension of 1 only what one output sees counts.
  EXPECT_NEAR(spread(filled("gfpgan.a.modulated_conv.weight", {1, 200, 300, 1, 1})), fan, 0.001);
  EXPECT_NEAR(spread(filled("gfpgan.to_rgbs.0.modulated_conv.weight", {1, 200, 300, 1, 1})), 0.3 * fan,
              0.001);
  EXPECT_NEAR(filled("realesrgan_x4.conv_last.bias", {1000}).mean().item<double>(), 0.5, 0.02);
  EXPECT_NEAR(filled("lp_M.detector.fc_scale.bias", {1000}).mean().item<double>(), 1.2, 0.02);
  EXPECT_NEAR(spread(filled("lp_M.detector.fc_yaw.weight", {200, 300})), 3 * fan, 0.01);
}

TEST(FormulaWeights, makeInputsOfTheirSequence) {
  const at::Tensor input = formulaInput("salt", "lp.spade32", {1, 8, 32, 32}, 1.7f);
  EXPECT_LE(input.abs().max().item<float>(), 1.7f);
  EXPECT_NEAR(input.std().item<double>(), 1.7 / std::sqrt(3.), 0.02);
  EXPECT_TRUE(input.equal(formulaInput("salt", "lp.spade32", {1, 8, 32, 32}, 1.7f)));
}

TEST(FormulaWeights, leaveCountersAlone) {
  at::Tensor counter = at::zeros({}, at::kLong);
  fillByFormula("salt", "x.num_batches_tracked", counter);
  EXPECT_EQ(counter.item<std::int64_t>(), 0);
}

}  // namespace
}  // namespace orator::tensor
