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

TEST(FormulaWeights, leaveCountersAlone) {
  at::Tensor counter = at::zeros({}, at::kLong);
  fillByFormula("salt", "x.num_batches_tracked", counter);
  EXPECT_EQ(counter.item<std::int64_t>(), 0);
}

}  // namespace
}  // namespace orator::tensor
