#include "core/tensor/weight_store.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/tensor/layers.h"
#include "core/tensor/safetensors.h"
#include "tests/support/files.h"

namespace orator::tensor {
namespace {

using test::errorOf;
using ::testing::HasSubstr;

struct Net : torch::nn::Module {
  std::shared_ptr<Conv> conv = make<Conv>(*this, "a.0.conv", 2, 3, same2d(3));
  std::shared_ptr<BatchNorm> norm = make<BatchNorm>(*this, "a.0.norm", 3);
  std::shared_ptr<Linear> head = make<Linear>(*this, "head", 4, 5);
};

std::map<std::string, at::Tensor> filled() {
  Net net;
  fillByFormula("x", "", net);
  return namedState(net);
}

Error loadError(std::map<std::string, at::Tensor> tensors) {
  Net net;
  return errorOf([&] { WeightStore("net.pth", std::move(tensors)).loadInto(net); });
}

TEST(WeightStore, namesModulesAsTheCheckpointDoes) {
  const auto state = filled();
  EXPECT_TRUE(state.contains("a.0.conv.weight"));
  EXPECT_TRUE(state.contains("a.0.norm.running_mean"));
  EXPECT_TRUE(state.contains("head.bias"));
  EXPECT_EQ(state.size(), 9u);
}

TEST(WeightStore, loadsWhatItHolds) {
  Net net;
  const auto state = filled();
  WeightStore("f", state).loadInto(net);
  EXPECT_TRUE(net.conv->weight.equal(state.at("a.0.conv.weight")));
  EXPECT_TRUE(net.norm->runningVar.equal(state.at("a.0.norm.running_var")));
}

TEST(WeightStore, convertsHalfAndBfloat16) {
  auto state = filled();
  const at::Tensor original = state.at("head.weight");
  state["head.weight"] = original.to(at::kHalf);
  state["head.bias"] = state["head.bias"].to(at::kBFloat16);
  Net net;
  WeightStore("f", state).loadInto(net);
  EXPECT_EQ(net.head->weight.scalar_type(), at::kFloat);
  EXPECT_LT((net.head->weight - original).abs().max().item<float>(), 1e-3f);
}

TEST(WeightStore, listsEveryDisagreementAtOnceAndChangesNothing) {
  auto state = filled();
  state.erase("a.0.conv.weight");
  state["stranger"] = at::zeros({1});
  state["head.weight"] = at::zeros({5, 6});
  state["head.bias"] = at::zeros({5}, at::kLong);
  Net net;
  const Error error = errorOf([&] { WeightStore("net.pth", state).loadInto(net); });
  EXPECT_EQ(error.code(), ErrorCode::checkpointRefused);
  EXPECT_EQ(error.subject(), "net.pth");
  EXPECT_THAT(error.reason(), HasSubstr("1 missing (a.0.conv.weight)"));
  EXPECT_THAT(error.reason(), HasSubstr("1 extra (stranger)"));
  EXPECT_THAT(error.reason(), HasSubstr("head.weight [5, 6] instead of [5, 4]"));
  EXPECT_THAT(error.reason(), HasSubstr("1 of another type (head.bias)"));
  EXPECT_EQ(net.norm->runningMean.abs().max().item<float>(), 0);
}

TEST(WeightStore, refusesNumbersThatAreNone) {
  auto state = filled();
  state["head.bias"] = at::full({5}, std::numeric_limits<float>::quiet_NaN());
  EXPECT_THAT(loadError(state).reason(), HasSubstr("not numbers (head.bias)"));
  state["head.bias"] = at::full({5}, std::numeric_limits<float>::infinity());
  EXPECT_THAT(loadError(state).reason(), HasSubstr("not numbers (head.bias)"));
}

TEST(WeightStore, forgivesAMissingBatchCounterOnly) {
  auto state = filled();
  state.erase("a.0.norm.num_batches_tracked");
  Net net;
  EXPECT_NO_THROW(WeightStore("f", state).loadInto(net));
  state.erase("a.0.norm.running_mean");
  EXPECT_THAT(loadError(state).reason(), HasSubstr("running_mean"));
}

TEST(WeightStore, opensBothFormatsByTheirContent) {
  test::TemporaryFolder folder;
  writeSafetensors(folder / "wrong-suffix.pth", {{"p.a", at::ones({2})}, {"q.a", at::zeros({2})}});
  const auto store = WeightStore::open(folder / "wrong-suffix.pth");
  EXPECT_EQ(store.under("p.").tensors().size(), 1u);
  EXPECT_TRUE(store.under("p.").tensor("a").equal(at::ones({2})));
  EXPECT_TRUE(WeightStore::open(ORATOR_SOURCE_DIR "/tests/golden/sadtalker/data/small_zip.pth")
                  .contains("mapping.fc_t.weight"));
  EXPECT_THAT(errorOf([&] { store.tensor("z"); }).reason(), HasSubstr("\"z\""));
}

}  // namespace
}  // namespace orator::tensor
