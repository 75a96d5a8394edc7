#pragma once

#include <vector>

#include "core/tensor/layers.h"

namespace orator::motion::wav2lip {

/// One block of Wav2Lip's networks: a convolution, batch norm, ReLU.
struct BlockShape {
  std::int64_t in, out, kernel = 3;
  std::int64_t strideY = 1, strideX = 1, padding = 1;
  bool residual = false;    ///< its input is added before the ReLU
  bool transposed = false;  ///< the convolution enlarges
  std::int64_t outputPadding = 0;
};

/// A block with `n` maps that keeps them.
constexpr BlockShape residual(std::int64_t n) {
  return {.in = n, .out = n, .residual = true};
}

/// A block that halves height and width.
constexpr BlockShape halving(std::int64_t in, std::int64_t out) {
  return {.in = in, .out = out, .strideY = 2, .strideX = 2};
}

using BlockShapes = std::vector<BlockShape>;

/// Blocks in a row. Key names: 0.conv_block.0, 0.conv_block.1, 1.conv_block.0 ...
class ConvBlocks : public torch::nn::Module {
 public:
  explicit ConvBlocks(const BlockShapes& shapes);
  at::Tensor forward(const at::Tensor& x) const;

 private:
  struct Block {
    BlockShape shape;
    std::shared_ptr<tensor::Conv> conv;
    std::shared_ptr<tensor::BatchNorm> norm;
  };
  std::vector<Block> blocks_;
};

}  // namespace orator::motion::wav2lip
