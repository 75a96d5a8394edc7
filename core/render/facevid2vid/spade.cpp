#include "core/render/facevid2vid/spade.h"

#include <ATen/ATen.h>

namespace orator::render::facevid2vid {

using tensor::Conv;
using tensor::make;

SpectralConv::SpectralConv(std::int64_t in, std::int64_t out, std::int64_t kernel, bool withBias) {
  weightOriginal = register_parameter("weight_orig", at::zeros({out, in, kernel, kernel}));
  u = register_buffer("weight_u", at::zeros({out}));
  v = register_buffer("weight_v", at::zeros({in * kernel * kernel}));
  if (withBias) bias = register_parameter("bias", at::zeros({out}));
}

at::Tensor SpectralConv::normalisedWeight() const {
  return weightOriginal / u.dot(weightOriginal.flatten(1).mv(v));
}

at::Tensor SpectralConv::forward(const at::Tensor& x) const {
  const at::Tensor weight = normalisedWeight();
  return at::conv2d(x, weight, bias, 1, weight.size(2) / 2);
}

Spade::Spade(std::int64_t channels, std::int64_t mapChannels)
    : shared(make<Conv>(*this, "mlp_shared.0", mapChannels, 128, tensor::same2d(3))),
      gamma(make<Conv>(*this, "mlp_gamma", 128, channels, tensor::same2d(3))),
      beta(make<Conv>(*this, "mlp_beta", 128, channels, tensor::same2d(3))) {}

at::Tensor Spade::forward(const at::Tensor& x, const at::Tensor& map) const {
  const at::Tensor normal = at::instance_norm(x, {}, {}, {}, {}, true, 0.1, 1e-5, false);
  const at::Tensor large =
      map.size(2) == x.size(2) ? map : at::upsample_nearest2d(map, at::IntArrayRef({x.size(2), x.size(3)}));
  const at::Tensor hidden = at::relu(shared->forward(large));
  return normal * (1 + gamma->forward(hidden)) + beta->forward(hidden);
}

SpadeBlock::SpadeBlock(std::int64_t in, std::int64_t out, std::int64_t mapChannels) {
  const std::int64_t between = std::min(in, out);
  conv0 = make<SpectralConv>(*this, "conv_0", in, between, 3, true);
  conv1 = make<SpectralConv>(*this, "conv_1", between, out, 3, true);
  norm0 = make<Spade>(*this, "norm_0", in, mapChannels);
  norm1 = make<Spade>(*this, "norm_1", between, mapChannels);
  if (in == out) return;
  convShortcut = make<SpectralConv>(*this, "conv_s", in, out, 1, false);
  normShortcut = make<Spade>(*this, "norm_s", in, mapChannels);
}

at::Tensor SpadeBlock::forward(const at::Tensor& x, const at::Tensor& map) const {
  const at::Tensor shortcut = convShortcut ? convShortcut->forward(normShortcut->forward(x, map)) : x;
  at::Tensor y = conv0->forward(at::leaky_relu(norm0->forward(x, map), 0.2));
  y = conv1->forward(at::leaky_relu(norm1->forward(y, map), 0.2));
  return shortcut + y;
}

SpadeDecoder::SpadeDecoder()
    : first(make<Conv>(*this, "fc", 256, 512, tensor::same2d(3))),
      image(make<Conv>(*this, "conv_img", 64, 3, tensor::same2d(3))),
      up0(make<SpadeBlock>(*this, "up_0", 512, 256, 256)),
      up1(make<SpadeBlock>(*this, "up_1", 256, 64, 256)) {
  for (std::size_t i = 0; i < middle.size(); ++i)
    middle[i] = make<SpadeBlock>(*this, "G_middle_" + std::to_string(i), 512, 512, 256);
}

at::Tensor SpadeDecoder::forward(const at::Tensor& feature) const {
  at::Tensor x = first->forward(feature);
  for (const auto& block : middle) x = block->forward(x, feature);
  x = up0->forward(doubled(x), feature);
  x = up1->forward(doubled(x), feature);
  return at::sigmoid(image->forward(at::leaky_relu(x, 0.2)));
}

at::Tensor doubled(const at::Tensor& x) {
  return at::upsample_nearest2d(x, at::IntArrayRef({2 * x.size(2), 2 * x.size(3)}));
}

}  // namespace orator::render::facevid2vid
