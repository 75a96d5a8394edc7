#include "core/motion/sadtalker/audio_encoder.h"

#include <ATen/ATen.h>

namespace orator::motion::sadtalker {
namespace {
struct BlockShape {
  std::int64_t in, out, kernel, strideY, strideX, padding;
  bool residual;
};
constexpr BlockShape kBlocks[] = {
    {1, 32, 3, 1, 1, 1, false},    {32, 32, 3, 1, 1, 1, true},   {32, 32, 3, 1, 1, 1, true},
    {32, 64, 3, 3, 1, 1, false},   {64, 64, 3, 1, 1, 1, true},   {64, 64, 3, 1, 1, 1, true},
    {64, 128, 3, 3, 3, 1, false},  {128, 128, 3, 1, 1, 1, true}, {128, 128, 3, 1, 1, 1, true},
    {128, 256, 3, 3, 2, 1, false}, {256, 256, 3, 1, 1, 1, true}, {256, 512, 3, 1, 1, 0, false},
    {512, 512, 1, 1, 1, 0, false}};
}  // namespace

AudioEncoder::AudioEncoder() {
  int index = 0;
  for (const BlockShape& b : kBlocks) {
    const std::string name = std::to_string(index++) + ".conv_block.";
    tensor::ConvShape shape{{b.kernel, b.kernel}, {b.strideY, b.strideX}, {b.padding, b.padding}, {}};
    auto conv = tensor::make<tensor::Conv>(*this, name + "0", b.in, b.out, shape);
    auto norm = tensor::make<tensor::BatchNorm>(*this, name + "1", b.out);
    blocks_.push_back({conv, norm, b.residual});
  }
}

at::Tensor AudioEncoder::forward(const at::Tensor& mel) const {
  at::Tensor x = mel;
  for (const Block& block : blocks_) {
    at::Tensor y = block.norm->forward(block.conv->forward(x));
    x = at::relu(block.residual ? y + x : y);
  }
  return x.flatten(1);
}

}  // namespace orator::motion::sadtalker
