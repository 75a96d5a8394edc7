#include "core/face/graph/tflite_graph.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/adaptive_avg_pool2d.h>
#include <ATen/ops/add.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/clamp.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/conv_transpose2d.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/hardswish.h>
#include <ATen/ops/max_pool2d.h>
#include <ATen/ops/mul.h>
#include <ATen/ops/prelu.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/upsample_bilinear2d.h>

#include <cstring>

#include "core/base/error.h"
#include "core/face/graph/landmark_operators.h"
#include "core/face/graph/tflite_file.h"
#include "core/tensor/record_tensor.h"

namespace orator::face::graph {

namespace {

enum Builtin {
  kAdd = 0,
  kAveragePool = 1,
  kConcatenation = 2,
  kConv = 3,
  kDepthwiseConv = 4,
  kDequantize = 6,
  kLogistic = 14,
  kMaxPool = 17,
  kMul = 18,
  kRelu = 19,
  kRelu6 = 21,
  kReshape = 22,
  kResizeBilinear = 23,
  kCustom = 32,
  kPad = 34,
  kStridedSlice = 45,
  kPrelu = 54,
  kHardSwish = 117,
};

at::Tensor toFileOrder(const at::Tensor& t) {
  return t.dim() == 4 ? t.permute({0, 2, 3, 1}).contiguous() : t.contiguous();
}
at::Tensor fromFileOrder(const at::Tensor& t) {
  return t.dim() == 4 ? t.permute({0, 3, 1, 2}) : t;
}
std::int64_t axisInMemory(std::int64_t axis, std::int64_t rank) {
  if (axis < 0) axis += rank;
  static constexpr std::int64_t kOrder[] = {0, 2, 3, 1};
  return rank == 4 ? kOrder[axis] : axis;
}

at::Tensor activate(const at::Tensor& t, std::int64_t activation) {
  if (activation == 1) return at::relu(t);
  if (activation == 3) return at::clamp(t, 0, 6);
  return t;
}

struct Padding {
  std::int64_t before = 0, after = 0;
};
/// TensorFlow's SAME: the odd pixel goes to the end.
Padding samePadding(std::int64_t in, std::int64_t kernel, std::int64_t stride, std::int64_t dilation) {
  const std::int64_t out = (in + stride - 1) / stride;
  const std::int64_t total = std::max<std::int64_t>((out - 1) * stride + (kernel - 1) * dilation + 1 - in, 0);
  return {total / 2, total - total / 2};
}

}  // namespace

/// Turns the operators of a file into steps over tensor slots.
class GraphBuilder {
 public:
  GraphBuilder(TfliteGraph& graph, const TfliteFile& file, std::string name)
      : graph_(graph), file_(file), name_(std::move(name)) {}

  void build() {
    for (const auto& tensor : file_.tensors) graph_.constants_.push_back(constant(tensor));
    const auto& input = file_.tensors[std::size_t(file_.inputs[0])];
    if (input.shape.size() != 4 || input.shape[3] != 3) damaged("its input is not a picture");
    graph_.inputSlot_ = file_.inputs[0];
    graph_.inputHeight_ = int(input.shape[1]);
    graph_.inputWidth_ = int(input.shape[2]);
    for (int slot : file_.outputs) graph_.outputs_.emplace_back(file_.tensors[std::size_t(slot)].name, slot);
    for (const auto& op : file_.operators) add(op);
  }

 private:
  using Slots = TfliteGraph::Slots;

  [[noreturn]] void damaged(const std::string& why) const {
    throw Error(ErrorCode::packDamaged, name_, "not a graph Orator can run: " + why,
                "Delete models/fetched and run installer/run to fetch it again");
  }

  at::Tensor constant(const TfliteTensor& t) const {
    if (t.data.empty()) return {};
    std::int64_t count = 1;
    for (auto size : t.shape) count *= size;
    const auto type = t.type == 0 ? at::kFloat : t.type == 1 ? at::kHalf : t.type == 2 ? at::kInt : at::kByte;
    at::Tensor result = at::empty(t.shape, at::TensorOptions(type));
    if (t.type > 2 || std::size_t(count) * result.element_size() != t.data.size())
      damaged("tensor " + t.name + " has an unknown type or size");
    std::memcpy(result.data_ptr(), t.data.data(), t.data.size());
    return result.scalar_type() == at::kHalf ? result.to(at::kFloat) : result;
  }

  const at::Tensor& weights(int slot) const {
    if (slot < 0 || !graph_.constants_[std::size_t(slot)].defined()) damaged("an operator has no weights");
    return graph_.constants_[std::size_t(slot)];
  }
  at::Tensor bias(const TfliteOperator& op) const {
    return op.inputs.size() > 2 && op.inputs[2] >= 0 ? weights(op.inputs[2]) : at::Tensor();
  }
  std::int64_t option(const TfliteOperator& op, std::size_t i) const {
    if (i >= op.options.size()) damaged("an operator lacks its options");
    return op.options[i];
  }

  template <typename F>
  void step(const TfliteOperator& op, F function) {
    const std::size_t in = std::size_t(op.inputs.at(0)), out = std::size_t(op.outputs.at(0));
    graph_.steps_.push_back([=](Slots& slots) { slots[out] = function(slots[in]); });
  }

  void add(const TfliteOperator& op) {
    switch (op.code) {
      case kAdd:
        return binary(op, [](const at::Tensor& a, const at::Tensor& b) { return at::add(a, b); });
      case kMul:
        return binary(op, [](const at::Tensor& a, const at::Tensor& b) { return at::mul(a, b); });
      case kConv:
        return convolution(op, false);
      case kDepthwiseConv:
        return convolution(op, true);
      case kAveragePool:
      case kMaxPool:
        return pool(op);
      case kConcatenation:
        return concatenation(op);
      case kDequantize:
        graph_.constants_[std::size_t(op.outputs.at(0))] = weights(op.inputs.at(0)).to(at::kFloat);
        return;
      case kLogistic:
        return step(op, [](const at::Tensor& t) { return at::sigmoid(t); });
      case kRelu:
        return step(op, [](const at::Tensor& t) { return at::relu(t); });
      case kRelu6:
        return step(op, [](const at::Tensor& t) { return at::clamp(t, 0, 6); });
      case kHardSwish:
        return step(op, [](const at::Tensor& t) { return at::hardswish(t); });
      case kPrelu: {
        const at::Tensor slope = weights(op.inputs.at(1)).reshape({-1});
        return step(op, [=](const at::Tensor& t) { return at::prelu(t, slope); });
      }
      case kReshape:
        return reshape(op);
      case kResizeBilinear:
        return resize(op);
      case kPad:
        return pad(op);
      case kStridedSlice:
        return slice(op);
      case kCustom:
        return custom(op);
      default:
        damaged("operator " + std::to_string(op.code) + " is not known");
    }
  }

  template <typename F>
  void binary(const TfliteOperator& op, F function) {
    const std::size_t a = std::size_t(op.inputs.at(0)), b = std::size_t(op.inputs.at(1)),
                      out = std::size_t(op.outputs.at(0));
    // Constants lie in the file's order; activations are channels first.
    for (const std::size_t slot : {a, b})
      if (file_.tensors[slot].shape.size() == 4 && graph_.constants_[slot].defined() && !reordered_[slot]) {
        graph_.constants_[slot] = fromFileOrder(graph_.constants_[slot]);
        reordered_[slot] = true;
      }
    const std::int64_t activation = option(op, 0);
    graph_.steps_.push_back([=](Slots& s) { s[out] = activate(function(s[a], s[b]), activation); });
  }

  void convolution(const TfliteOperator& op, bool depthwise) {
    const at::Tensor raw = weights(op.inputs.at(1));  // O H W I, depthwise 1 H W O
    const at::Tensor kernel =
        (depthwise ? raw.permute({3, 0, 1, 2}) : raw.permute({0, 3, 1, 2})).contiguous();
    const at::Tensor offset = bias(op);
    const std::int64_t strideW = option(op, 1), strideH = option(op, 2);
    const std::int64_t activation = option(op, depthwise ? 4 : 3);
    const std::int64_t dilationW = option(op, depthwise ? 5 : 4), dilationH = option(op, depthwise ? 6 : 5);
    const auto& in = file_.tensors[std::size_t(op.inputs[0])].shape;
    const std::int64_t groups = depthwise ? in.at(3) : 1;
    Padding vertical, horizontal;
    if (option(op, 0) == 0) {
      vertical = samePadding(in.at(1), kernel.size(2), strideH, dilationH);
      horizontal = samePadding(in.at(2), kernel.size(3), strideW, dilationW);
    }
    const bool even = vertical.before == vertical.after && horizontal.before == horizontal.after;
    step(op, [=](const at::Tensor& t) {
      const at::Tensor padded = even ? t
                                     : at::constant_pad_nd(t, {horizontal.before, horizontal.after,
                                                               vertical.before, vertical.after});
      const std::vector<std::int64_t> padding{even ? vertical.before : 0, even ? horizontal.before : 0};
      return activate(
          at::conv2d(padded, kernel, offset, {strideH, strideW}, padding, {dilationH, dilationW}, groups),
          activation);
    });
  }

  void pool(const TfliteOperator& op) {
    const std::int64_t strideW = option(op, 1), strideH = option(op, 2), width = option(op, 3),
                       height = option(op, 4);
    const auto& in = file_.tensors[std::size_t(op.inputs.at(0))].shape;
    Padding vertical, horizontal;
    if (option(op, 0) == 0) {
      vertical = samePadding(in.at(1), height, strideH, 1);
      horizontal = samePadding(in.at(2), width, strideW, 1);
    }
    const bool maximum = op.code == kMaxPool;
    if (!maximum && (vertical.after || horizontal.after)) damaged("a padded average pool is not known");
    const std::int64_t activation = option(op, 5);
    step(op, [=](const at::Tensor& t) {
      if (!maximum) return activate(at::avg_pool2d(t, {height, width}, {strideH, strideW}), activation);
      const at::Tensor padded =
          vertical.after || horizontal.after
              ? at::constant_pad_nd(t, {horizontal.before, horizontal.after, vertical.before, vertical.after},
                                    -3e38)
              : t;
      return activate(at::max_pool2d(padded, {height, width}, {strideH, strideW}), activation);
    });
  }

  void concatenation(const TfliteOperator& op) {
    const std::int64_t axis = option(op, 0), activation = option(op, 1);
    const std::vector<int> inputs = op.inputs;
    const std::size_t out = std::size_t(op.outputs.at(0));
    graph_.steps_.push_back([=](Slots& s) {
      std::vector<at::Tensor> parts;
      for (int slot : inputs) parts.push_back(s[std::size_t(slot)]);
      s[out] = activate(at::cat(parts, axisInMemory(axis, parts[0].dim())), activation);
    });
  }

  void reshape(const TfliteOperator& op) {
    std::vector<std::int64_t> shape = file_.tensors[std::size_t(op.outputs.at(0))].shape;
    if (shape.empty()) shape.assign(op.newShape.begin(), op.newShape.end());
    step(op, [=](const at::Tensor& t) { return fromFileOrder(toFileOrder(t).reshape(shape)); });
  }

  void resize(const TfliteOperator& op) {
    const at::Tensor size = weights(op.inputs.at(1));
    const std::int64_t height = size[0].item<int>(), width = size[1].item<int>();
    const bool corners = option(op, 2) != 0, halfPixel = option(op, 3) != 0;
    if (!corners && !halfPixel) damaged("a resize without half pixel centres is not known");
    step(op, [=](const at::Tensor& t) { return at::upsample_bilinear2d(t, {height, width}, corners); });
  }

  void pad(const TfliteOperator& op) {
    const at::Tensor amounts = weights(op.inputs.at(1)).to(at::kLong).contiguous();  // [rank, 2]
    const std::int64_t rank = amounts.size(0);
    const auto* a = amounts.data_ptr<std::int64_t>();
    std::vector<std::int64_t> padding(std::size_t(2 * rank));  // last axis first
    for (std::int64_t axis = 0; axis < rank; ++axis) {
      const std::int64_t position = rank - 1 - axisInMemory(axis, rank);
      padding[std::size_t(2 * position)] = a[2 * axis];
      padding[std::size_t(2 * position + 1)] = a[2 * axis + 1];
    }
    step(op, [=](const at::Tensor& t) { return at::constant_pad_nd(t, padding); });
  }

  void slice(const TfliteOperator& op) {
    const auto list = [&](int i) {
      const at::Tensor t = weights(op.inputs.at(std::size_t(i))).to(at::kLong).contiguous();
      return std::vector<std::int64_t>(t.data_ptr<std::int64_t>(), t.data_ptr<std::int64_t>() + t.numel());
    };
    const auto begin = list(1), end = list(2), stride = list(3);
    const std::int64_t beginMask = option(op, 0), endMask = option(op, 1), shrink = option(op, 4);
    if (option(op, 2) || option(op, 3)) damaged("a slice with an ellipsis is not known");
    step(op, [=](const at::Tensor& t) {
      at::Tensor result = toFileOrder(t);
      for (std::size_t axis = 0; axis < begin.size(); ++axis) {
        const std::int64_t size = result.size(std::int64_t(axis));
        const std::int64_t from = beginMask >> axis & 1 ? 0 : begin[axis];
        const std::int64_t to = shrink >> axis & 1 ? from + 1 : endMask >> axis & 1 ? size : end[axis];
        result = result.slice(std::int64_t(axis), from, to, stride[axis]);
      }
      for (std::size_t axis = begin.size(); axis-- > 0;)
        if (shrink >> axis & 1) result = result.squeeze(std::int64_t(axis));
      return fromFileOrder(result);
    });
  }

  void custom(const TfliteOperator& op) {
    const std::size_t in = std::size_t(op.inputs.at(0)), out = std::size_t(op.outputs.at(0));
    if (op.customName == "Landmarks2TransformMatrix") {
      const auto options = readLandmarkTransformOptions(op.customOptions);
      graph_.steps_.push_back([=](Slots& s) { s[out] = landmarksToMatrix(toFileOrder(s[in]), options); });
      return;
    }
    const std::size_t second = std::size_t(op.inputs.at(1));
    const auto& outShape = file_.tensors[out].shape;
    if (op.customName == "TransformTensorBilinear") {
      const int height = int(outShape.at(1)), width = int(outShape.at(2));
      graph_.steps_.push_back([=](Slots& s) { s[out] = transformBilinear(s[in], s[second], height, width); });
    } else if (op.customName == "TransformLandmarks") {
      const auto& shape = file_.tensors[in].shape;
      const int components = int(shape.back());
      graph_.steps_.push_back([=](Slots& s) {
        s[out] = fromFileOrder(transformLandmarks(toFileOrder(s[in]), s[second], components));
      });
    } else if (op.customName == "Convolution2DTransposeBias") {
      const at::Tensor kernel =
          weights(op.inputs.at(1)).permute({3, 0, 1, 2}).contiguous();  // O H W I to I O H W
      const at::Tensor offset = bias(op);
      graph_.steps_.push_back([=](Slots& s) { s[out] = at::conv_transpose2d(s[in], kernel, offset, 2); });
    } else {
      damaged("operator " + op.customName + " is not known");
    }
  }

  TfliteGraph& graph_;
  const TfliteFile& file_;
  std::string name_;
  std::map<std::size_t, bool> reordered_;
};

TfliteGraph::TfliteGraph(const std::filesystem::path& file) : name_(file.stem().string()) {
  const TfliteFile content = readTfliteFile(file);
  GraphBuilder(*this, content, file.string()).build();
}

std::map<std::string, at::Tensor> TfliteGraph::run(const at::Tensor& input) const {
  const at::NoGradGuard inference;
  tensor::recordTensor(name_ + ": input", input);
  Slots slots = constants_;
  slots[std::size_t(inputSlot_)] = input.contiguous(at::MemoryFormat::ChannelsLast);
  for (const auto& step : steps_) step(slots);
  std::map<std::string, at::Tensor> result;
  for (const auto& [name, slot] : outputs_) {
    result[name] = toFileOrder(slots[std::size_t(slot)]);
    tensor::recordTensor(name_ + ": " + name, result[name]);
  }
  return result;
}

}  // namespace orator::face::graph
