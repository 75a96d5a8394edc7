#include "core/motion/sadtalker/voice_encoder.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::motion::sadtalker {

namespace {
constexpr auto kInterleaved =
    at::MemoryFormat::ChannelsLast;    // what the convolutions of wide maps are fast in
constexpr std::int64_t kNarrow = 256;  // channels of the maps of 3 x 3
}  // namespace

VoiceEncoder::VoiceEncoder(const AudioEncoder& network) {
  const at::NoGradGuard noGradient;
  for (const AudioEncoder::Block& block : network.blocks()) {
    const tensor::BatchNorm& norm = *block.norm;
    const at::Tensor scale = norm.weight / at::sqrt(norm.runningVar + 1e-5);
    Layer layer{block.conv->weight * scale.view({-1, 1, 1, 1}),
                (block.conv->bias - norm.runningMean) * scale + norm.bias, block.conv->shape().stride,
                block.conv->shape().padding, block.residual};
    // Without padding the kernel covers the whole map: one position remains.
    if (layer.padding == std::vector<std::int64_t>{0, 0}) {
      layer.weight = layer.weight.flatten(1).t().contiguous();
      connections_.push_back(std::move(layer));
    } else {
      layer.weight = layer.weight.contiguous(layer.weight.size(1) < kNarrow ? kInterleaved
                                                                            : at::MemoryFormat::Contiguous);
      layers_.push_back(std::move(layer));
    }
  }
}

at::Tensor VoiceEncoder::encode(const at::Tensor& mel) const {
  tensor::expectShape("mel windows", mel, {"T", 1, 80, 16});
  const at::NoGradGuard noGradient;
  at::Tensor x = mel.contiguous(kInterleaved);
  for (const Layer& layer : layers_) {
    if (x.size(1) >= kNarrow) x = x.contiguous();
    at::Tensor y = at::conv2d(x, layer.weight, layer.bias, layer.stride, layer.padding);
    if (layer.residual) y.add_(x);
    x = y.relu_();
  }
  x = x.contiguous().flatten(1);
  for (const Layer& layer : connections_) x = at::addmm(layer.bias, x, layer.weight).relu_();
  return x;
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
