#pragma once

#include <vector>

#include "core/tensor/layers.h"

namespace orator::motion::sadtalker {

/// The 13 convolution blocks both motion networks of SadTalker use on mel windows (after Wav2Lip).
/// Key names: 0.conv_block.0 ... 12.conv_block.1.
class AudioEncoder : public torch::nn::Module {
 public:
  AudioEncoder();
  /// @param mel [T, 1, 80, 16], values -4..4 @return [T, 512]
  at::Tensor forward(const at::Tensor& mel) const;

  struct Block {
    std::shared_ptr<tensor::Conv> conv;
    std::shared_ptr<tensor::BatchNorm> norm;
    bool residual;
  };
  const std::vector<Block>& blocks() const { return blocks_; }

 private:
  std::vector<Block> blocks_;
};

}  // namespace orator::motion::sadtalker
