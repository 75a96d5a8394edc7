#include "core/tensor/onnx_weights.h"

#include <ATen/ops/empty.h>
#include <onnx/onnx_pb.h>

#include <bit>
#include <cstring>
#include <limits>
#include <vector>

#include "core/base/error.h"
#include "core/tensor/mapped_file.h"

namespace orator::tensor {
namespace {

static_assert(std::endian::native == std::endian::little, "ONNX stores little-endian numbers");

class Collector {
 public:
  explicit Collector(std::string subject) : subject_(std::move(subject)) {}

  void walk(const onnx::GraphProto& graph) {
    for (const onnx::TensorProto& tensor : graph.initializer()) add(tensor.name(), tensor);
    for (const onnx::NodeProto& node : graph.node())
      for (const onnx::AttributeProto& attribute : node.attribute()) {
        if (attribute.has_t() && node.op_type() == "Constant" && node.output_size() == 1)
          add(node.output(0), attribute.t());
        if (attribute.has_g()) walk(attribute.g());
        for (const onnx::GraphProto& branch : attribute.graphs()) walk(branch);
      }
  }

  WeightStore take() {
    if (tensors_.empty()) refuse("it holds no weights");
    return {subject_, std::move(tensors_)};
  }

  [[noreturn]] void refuse(const std::string& reason) const {
    throw Error(ErrorCode::checkpointRefused, subject_, reason, "Fetch the file again");
  }

 private:
  void add(const std::string& name, const onnx::TensorProto& tensor) {
    if (tensor.data_type() != onnx::TensorProto::FLOAT || tensor.dims_size() == 0) return;
    if (tensor.data_location() == onnx::TensorProto::EXTERNAL)
      refuse("its tensor \"" + name + "\" is kept in another file");
    const bool raw = tensor.has_raw_data();
    const std::size_t count =
        raw ? tensor.raw_data().size() / sizeof(float) : std::size_t(tensor.float_data_size());
    if (elementCount(name, tensor) != count || (raw && tensor.raw_data().size() % sizeof(float) != 0))
      refuse("the bytes of its tensor \"" + name + "\" do not fit its shape");
    const std::vector<std::int64_t> shape(tensor.dims().begin(), tensor.dims().end());
    at::Tensor values = at::empty(shape, at::kFloat);
    const void* const from =
        raw ? static_cast<const void*>(tensor.raw_data().data()) : tensor.float_data().data();
    if (count > 0) std::memcpy(values.data_ptr<float>(), from, count * sizeof(float));
    if (!tensors_.emplace(name, std::move(values)).second) refuse("it has two tensors \"" + name + "\"");
  }

  std::size_t elementCount(const std::string& name, const onnx::TensorProto& tensor) const {
    std::int64_t count = 1;
    for (const std::int64_t side : tensor.dims())
      if (side < 0 || __builtin_mul_overflow(count, side, &count))
        refuse("its tensor \"" + name + "\" has an impossible shape");
    return std::size_t(count);
  }

  std::string subject_;
  std::map<std::string, at::Tensor> tensors_;
};

}  // namespace

WeightStore readOnnxWeights(const std::filesystem::path& path) {
  const Bytes bytes = mapFile(path);
  Collector collector(bytes.subject);
  constexpr std::size_t kLargest = std::numeric_limits<int>::max();  // protobuf's own limit
  if (bytes.data.size() > kLargest) collector.refuse("it is larger than 2 GB");
  bytes.checkStillWhole();
  onnx::ModelProto model;
  if (!model.ParseFromArray(bytes.data.data(), int(bytes.data.size())) || !model.has_graph())
    collector.refuse("it is not an ONNX file");
  collector.walk(model.graph());
  return collector.take();
}

}  // namespace orator::tensor
