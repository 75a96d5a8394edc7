#include "core/tensor/onnx_weights.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>

#include "tests/support/files.h"

namespace orator::tensor {
namespace {

void fill(onnx::TensorProto& tensor, const std::vector<std::int64_t>& shape, const std::vector<float>& values,
          bool raw) {
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  for (const std::int64_t side : shape) tensor.add_dims(side);
  if (raw)
    tensor.set_raw_data(values.data(), values.size() * sizeof(float));
  else
    for (const float value : values) tensor.add_float_data(value);
}

onnx::TensorProto& constant(onnx::GraphProto& graph, const std::string& name) {
  onnx::NodeProto& node = *graph.add_node();
  node.set_op_type("Constant");
  node.add_output(name);
  onnx::AttributeProto& value = *node.add_attribute();
  value.set_name("value");
  return *value.mutable_t();
}

/// An initialiser "a" [2, 2], a scalar, and below an If a constant "b" [3].
onnx::ModelProto smallModel() {
  onnx::ModelProto model;
  onnx::GraphProto& graph = *model.mutable_graph();
  onnx::TensorProto& first = *graph.add_initializer();
  first.set_name("a");
  fill(first, {2, 2}, {1, 2, 3, 4}, true);
  fill(constant(graph, "scalar"), {}, {7}, true);
  onnx::NodeProto& branch = *graph.add_node();
  branch.set_op_type("If");
  onnx::AttributeProto& then = *branch.add_attribute();
  then.set_name("then_branch");
  fill(constant(*then.mutable_g(), "b"), {3}, {5, 6, 7}, false);
  return model;
}

class OnnxWeights : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& bytes) {
    test::writeBytes(folder_ / "model.onnx", {bytes.begin(), bytes.end()});
    return folder_ / "model.onnx";
  }
  Error refusalOf(const onnx::ModelProto& model) {
    const auto path = write(model.SerializeAsString());
    return test::errorOf([&] { readOnnxWeights(path); });
  }
  const test::TemporaryFolder folder_;
};

TEST_F(OnnxWeights, AreFoundInTheGraphAndInItsBranches) {
  const WeightStore weights = readOnnxWeights(write(smallModel().SerializeAsString()));
  ASSERT_EQ(weights.tensors().size(), 2u);
  EXPECT_TRUE(weights.tensor("a").equal(at::tensor({1.f, 2.f, 3.f, 4.f}).view({2, 2})));
  EXPECT_TRUE(weights.tensor("b").equal(at::tensor({5.f, 6.f, 7.f})));
}

TEST_F(OnnxWeights, ThatDoNotFitTheirShapeAreRefused) {
  for (const std::int64_t side : {std::int64_t(3), std::int64_t(-2), std::int64_t(1) << 62}) {
    onnx::ModelProto model = smallModel();
    model.mutable_graph()->mutable_initializer(0)->set_dims(0, side);
    const Error error = refusalOf(model);
    EXPECT_EQ(error.code(), ErrorCode::checkpointRefused);
    EXPECT_NE(error.reason().find("\"a\""), std::string::npos) << error.reason();
  }
}

TEST_F(OnnxWeights, InOtherFilesOrUnderOneNameTwiceAreRefused) {
  onnx::ModelProto elsewhere = smallModel();
  elsewhere.mutable_graph()->mutable_initializer(0)->set_data_location(onnx::TensorProto::EXTERNAL);
  EXPECT_EQ(refusalOf(elsewhere).code(), ErrorCode::checkpointRefused);
  onnx::ModelProto twice = smallModel();
  fill(constant(*twice.mutable_graph(), "b"), {1}, {1}, true);
  EXPECT_EQ(refusalOf(twice).code(), ErrorCode::checkpointRefused);
  EXPECT_EQ(refusalOf(onnx::ModelProto()).code(), ErrorCode::checkpointRefused);
}

TEST_F(OnnxWeights, DamagedBytesAreReadOrRefusedAndNothingElse) {
  const std::string whole = smallModel().SerializeAsString();
  std::uint32_t random = 1;
  for (int round = 0; round < 1000; ++round) {
    std::string bytes = whole;
    for (int change = 0; change <= round % 4; ++change) {
      random = random * 1664525u + 1013904223u;
      bytes[(random >> 8) % bytes.size()] = char(random >> 24);
    }
    if (round % 5 == 0) bytes.resize((random >> 8) % bytes.size());
    try {
      readOnnxWeights(write(bytes));
    } catch (const Error& error) {
      ASSERT_EQ(error.code(), ErrorCode::checkpointRefused) << error.what();
    }
  }
}

}  // namespace
}  // namespace orator::tensor
