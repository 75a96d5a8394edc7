#pragma once

#include <array>

#include "core/tensor/layers.h"

namespace orator::motion::sadtalker {

/// Residual step: BN-ReLU-conv(stride)-BN-ReLU-conv plus conv(stride)-BN. Key names: conv_block.*,
/// conv_skip.*.
class ResidualConv : public torch::nn::Module {
 public:
  ResidualConv(std::int64_t in, std::int64_t out, std::int64_t strideY);
  at::Tensor forward(const at::Tensor& x) const;

 private:
  std::shared_ptr<tensor::BatchNorm> norm1_, norm2_, skipNorm_;
  std::shared_ptr<tensor::Conv> conv1_, conv2_, skip_;
};

/// The residual U-net that smooths a motion picture of 32 frames by 6 numbers.
class ResUnet : public torch::nn::Module {
 public:
  ResUnet();
  /// @param x [B, 1, 32, 6] @return [B, 1, 32, 6], values 0..1
  at::Tensor forward(const at::Tensor& x) const;

 private:
  std::shared_ptr<tensor::Conv> input1_, input2_, inputSkip_, output_;
  std::shared_ptr<tensor::BatchNorm> inputNorm_;
  std::array<std::shared_ptr<ResidualConv>, 3> down_, up_;
  std::array<std::shared_ptr<tensor::Conv>, 3> upsample_;
};

}  // namespace orator::motion::sadtalker
