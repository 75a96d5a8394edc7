#pragma once

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <memory>
#include <string>
#include <vector>

namespace orator::tensor {

/// Geometry of a convolution; one number per spatial dimension, which also says how many there are.
struct ConvShape {
  std::vector<std::int64_t> kernel;
  std::vector<std::int64_t> stride = {};    ///< empty: 1
  std::vector<std::int64_t> padding = {};   ///< empty: 0
  std::vector<std::int64_t> dilation = {};  ///< empty: 1
  bool bias = true;
  bool transposed = false;
};

/// Square kernels with the padding that keeps the size: k 3 -> padding 1.
ConvShape same2d(std::int64_t kernel, std::vector<std::int64_t> stride = {});
ConvShape same3d(std::int64_t kernel);

/// Convolution of 1 to 3 dimensions. Its parameters are zero until they are loaded or initialised, so that
/// building a network of 10^8 weights costs nothing. Computes in the type of its input. Key names: weight,
/// bias.
class Conv : public torch::nn::Module {
 public:
  Conv(std::int64_t in, std::int64_t out, ConvShape shape);
  at::Tensor forward(const at::Tensor& x) const;
  at::Tensor weight, bias;
  const ConvShape& shape() const { return shape_; }

 private:
  ConvShape shape_;
};

/// y = x W^T + b. Key names: weight, bias.
class Linear : public torch::nn::Module {
 public:
  Linear(std::int64_t in, std::int64_t out);
  at::Tensor forward(const at::Tensor& x) const;
  at::Tensor weight, bias;
};

/// Batch normalisation over dimension 1, eps 1e-5; uses batch statistics while the module is training.
/// Key names: weight, bias, running_mean, running_var, num_batches_tracked.
class BatchNorm : public torch::nn::Module {
 public:
  explicit BatchNorm(std::int64_t channels);
  at::Tensor forward(const at::Tensor& x) const;
  at::Tensor weight, bias, runningMean, runningVar, batches;
};

/// Registers `child` below `parent` under a dotted checkpoint name ("audio_encoder.0.conv_block.0") and makes
/// the modules between.
void addAt(torch::nn::Module& parent, const std::string& dottedName,
           std::shared_ptr<torch::nn::Module> child);

template <class M, class... Arguments>
std::shared_ptr<M> make(torch::nn::Module& parent, const std::string& dottedName, Arguments&&... arguments) {
  auto child = std::make_shared<M>(std::forward<Arguments>(arguments)...);
  addAt(parent, dottedName, child);
  return child;
}

}  // namespace orator::tensor
