#include "core/motion/wav2lip/conv_blocks.h"

#include <ATen/ATen.h>

namespace orator::motion::wav2lip {

ConvBlocks::ConvBlocks(const BlockShapes& shapes) {
  for (const BlockShape& shape : shapes) {
    const std::string name = std::to_string(blocks_.size()) + ".conv_block.";
    tensor::ConvShape conv{
        {shape.kernel, shape.kernel}, {shape.strideY, shape.strideX}, {shape.padding, shape.padding}, {}};
    conv.transposed = shape.transposed;
    blocks_.push_back({shape, tensor::make<tensor::Conv>(*this, name + "0", shape.in, shape.out, conv),
                       tensor::make<tensor::BatchNorm>(*this, name + "1", shape.out)});
  }
}

at::Tensor ConvBlocks::forward(const at::Tensor& input) const {
  at::Tensor x = input;
  for (const auto& [shape, conv, norm] : blocks_) {
    const at::Tensor y = norm->forward(
        shape.transposed ? at::conv_transpose2d(x, conv->weight, conv->bias, {shape.strideY, shape.strideX},
                                                shape.padding, shape.outputPadding)
                         : conv->forward(x));
    x = at::relu(shape.residual ? y + x : y);
  }
  return x;
}

}  // namespace orator::motion::wav2lip
