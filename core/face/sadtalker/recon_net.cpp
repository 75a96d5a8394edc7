#include "core/face/sadtalker/recon_net.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::face::sadtalker {

using tensor::BatchNorm;
using tensor::Conv;
using tensor::make;

namespace {
tensor::ConvShape withoutBias(std::int64_t kernel, std::int64_t stride) {
  tensor::ConvShape shape = tensor::same2d(kernel, {stride, stride});
  shape.bias = false;
  return shape;
}
}  // namespace

ReconNet::ReconNet()
    : conv_(make<Conv>(*this, "backbone.conv1", 3, 64, withoutBias(7, 2))),
      norm_(make<BatchNorm>(*this, "backbone.bn1", 64)) {
  const int counts[] = {3, 4, 6, 3};
  std::int64_t in = 64;
  for (int layer = 0; layer < 4; ++layer) {
    const std::int64_t width = 64 << layer, out = 4 * width;
    for (int i = 0; i < counts[layer]; ++i) {
      const std::string name = "backbone.layer" + std::to_string(layer + 1) + "." + std::to_string(i) + ".";
      const std::int64_t stride = layer > 0 && i == 0 ? 2 : 1;
      Bottleneck block;
      block.conv1 = make<Conv>(*this, name + "conv1", in, width, withoutBias(1, 1));
      block.norm1 = make<BatchNorm>(*this, name + "bn1", width);
      block.conv2 = make<Conv>(*this, name + "conv2", width, width, withoutBias(3, stride));
      block.norm2 = make<BatchNorm>(*this, name + "bn2", width);
      block.conv3 = make<Conv>(*this, name + "conv3", width, out, withoutBias(1, 1));
      block.norm3 = make<BatchNorm>(*this, name + "bn3", out);
      if (i == 0) {
        block.downsample = make<Conv>(*this, name + "downsample.0", in, out, withoutBias(1, stride));
        block.downsampleNorm = make<BatchNorm>(*this, name + "downsample.1", out);
      }
      blocks_.push_back(block);
      in = out;
    }
  }
  const std::int64_t sizes[] = {80, 64, 80, 3, 27, 2, 1};
  for (std::size_t i = 0; i < 7; ++i)
    heads_.push_back(
        make<Conv>(*this, "final_layers." + std::to_string(i), 2048, sizes[i], tensor::same2d(1)));
}

at::Tensor ReconNet::forward(const at::Tensor& image) const {
  tensor::expectShape("aligned face", image, {"B", 3, 224, 224});
  at::Tensor x = at::max_pool2d(at::relu(norm_->forward(conv_->forward(image))), 3, 2, 1);
  for (const Bottleneck& block : blocks_) {
    at::Tensor y = at::relu(block.norm1->forward(block.conv1->forward(x)));
    y = at::relu(block.norm2->forward(block.conv2->forward(y)));
    y = block.norm3->forward(block.conv3->forward(y));
    x = at::relu(y + (block.downsample ? block.downsampleNorm->forward(block.downsample->forward(x)) : x));
  }
  x = at::adaptive_avg_pool2d(x, {1, 1});
  std::vector<at::Tensor> parts;
  for (const auto& head : heads_) parts.push_back(head->forward(x));
  return at::cat(parts, 1).flatten(1);
}

}  // namespace orator::face::sadtalker
