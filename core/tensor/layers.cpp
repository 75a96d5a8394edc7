#include "core/tensor/layers.h"

#include <ATen/ATen.h>

namespace orator::tensor {
namespace {
std::vector<std::int64_t> orAll(const std::vector<std::int64_t>& values, std::size_t count,
                                std::int64_t value) {
  return values.empty() ? std::vector<std::int64_t>(count, value) : values;
}
}  // namespace

ConvShape same2d(std::int64_t kernel, std::vector<std::int64_t> stride) {
  return {{kernel, kernel}, std::move(stride), {kernel / 2, kernel / 2}, {}};
}

ConvShape same3d(std::int64_t kernel) {
  return {{kernel, kernel, kernel}, {}, {kernel / 2, kernel / 2, kernel / 2}, {}};
}

Conv::Conv(std::int64_t in, std::int64_t out, ConvShape shape) : shape_(std::move(shape)) {
  const std::size_t dims = shape_.kernel.size();
  shape_.stride = orAll(shape_.stride, dims, 1);
  shape_.padding = orAll(shape_.padding, dims, 0);
  shape_.dilation = orAll(shape_.dilation, dims, 1);
  std::vector<std::int64_t> size = shape_.transposed ? std::vector{in, out} : std::vector{out, in};
  size.insert(size.end(), shape_.kernel.begin(), shape_.kernel.end());
  weight = register_parameter("weight", at::zeros(size));
  if (shape_.bias) bias = register_parameter("bias", at::zeros({out}));
}

at::Tensor Conv::forward(const at::Tensor& x) const {
  const std::vector<std::int64_t> none(shape_.kernel.size(), 0);
  const auto type = x.scalar_type();
  return at::convolution(x, weight.to(type),
                         bias.defined() ? c10::optional<at::Tensor>(bias.to(type)) : c10::nullopt,
                         shape_.stride, shape_.padding, shape_.dilation, shape_.transposed, none, 1);
}

Linear::Linear(std::int64_t in, std::int64_t out) {
  weight = register_parameter("weight", at::zeros({out, in}));
  bias = register_parameter("bias", at::zeros({out}));
}

at::Tensor Linear::forward(const at::Tensor& x) const {
  return at::linear(x, weight, bias);
}

BatchNorm::BatchNorm(std::int64_t channels) {
  weight = register_parameter("weight", at::ones({channels}));
  bias = register_parameter("bias", at::zeros({channels}));
  runningMean = register_buffer("running_mean", at::zeros({channels}));
  runningVar = register_buffer("running_var", at::ones({channels}));
  batches = register_buffer("num_batches_tracked", at::zeros({}, at::kLong));
}

at::Tensor BatchNorm::forward(const at::Tensor& x) const {
  return at::batch_norm(x, weight, bias, runningMean, runningVar, is_training(), 0.1, 1e-5, false);
}

void addAt(torch::nn::Module& parent, const std::string& dottedName,
           std::shared_ptr<torch::nn::Module> child) {
  const auto dot = dottedName.find('.');
  if (dot == std::string::npos) {
    parent.register_module(dottedName, std::move(child));
    return;
  }
  const std::string first = dottedName.substr(0, dot);
  const auto children = parent.named_children();
  const auto* found = children.find(first);
  const auto next = found ? *found : parent.register_module(first, std::make_shared<torch::nn::Module>());
  addAt(*next, dottedName.substr(dot + 1), std::move(child));
}

}  // namespace orator::tensor
