#include "core/motion/sadtalker/voice_encoder.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::motion::sadtalker {

VoiceEncoder::VoiceEncoder(const AudioEncoder& network) {
  const at::NoGradGuard noGradient;
  for (const AudioEncoder::Block& block : network.blocks()) {
    const tensor::BatchNorm& norm = *block.norm;
    const at::Tensor scale = norm.weight / at::sqrt(norm.runningVar + 1e-5);
    layers_.push_back({(block.conv->weight * scale.view({-1, 1, 1, 1})).contiguous(),
                       (block.conv->bias - norm.runningMean) * scale + norm.bias, block.conv->shape().stride,
                       block.conv->shape().padding, block.residual});
  }
}

at::Tensor VoiceEncoder::encode(const at::Tensor& mel) const {
  tensor::expectShape("mel windows", mel, {"T", 1, 80, 16});
  const at::NoGradGuard noGradient;
  at::Tensor x = mel;
  for (const Layer& layer : layers_) {
    at::Tensor y = at::conv2d(x, layer.weight, layer.bias, layer.stride, layer.padding);
    if (layer.residual) y.add_(x);
    x = y.relu_();
  }
  return x.flatten(1);
}

bool sameWeights(const AudioEncoder& a, const AudioEncoder& b) {
  const auto left = a.named_parameters(), right = b.named_parameters();
  const auto leftBuffers = a.named_buffers(), rightBuffers = b.named_buffers();
  for (const auto& item : left)
    if (!at::equal(item.value(), right[item.key()])) return false;
  for (const auto& item : leftBuffers)
    if (item.key().find("num_batches_tracked") == std::string::npos &&
        !at::equal(item.value(), rightBuffers[item.key()]))
      return false;
  return true;
}

}  // namespace orator::motion::sadtalker
