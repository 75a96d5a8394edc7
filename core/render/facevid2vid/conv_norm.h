#pragma once

#include "core/tensor/layers.h"

namespace orator::render::facevid2vid {

/// A convolution with the batch norm that follows it.
struct ConvNorm {
  std::shared_ptr<tensor::Conv> conv;
  std::shared_ptr<tensor::BatchNorm> norm;

  at::Tensor forward(const at::Tensor& x) const { return norm->forward(conv->forward(x)); }
  /// The convolution that alone gives the same in evaluation mode, float64. @return {weight, bias}
  std::pair<at::Tensor, at::Tensor> folded() const;
};

/// Both, registered below one dotted name: "<name>.conv", "<name>.norm".
ConvNorm makeConvNorm(torch::nn::Module& parent, const std::string& name, std::int64_t in, std::int64_t out,
                      const tensor::ConvShape& shape);

}  // namespace orator::render::facevid2vid
