#include "core/motion/sadtalker/exp_net.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::motion::sadtalker {

ExpNet::ExpNet()
    : audioEncoder(tensor::make<AudioEncoder>(*this, "audio_encoder")),
      mapping(tensor::make<tensor::Linear>(*this, "mapping1", 577, 64)) {}

at::Tensor ExpNet::forward(const at::Tensor& mel, const at::Tensor& beta0, const at::Tensor& blink) const {
  tensor::expectShape("mel windows", mel, {"T", 1, 80, 16});
  return express(audioEncoder->forward(mel), beta0, blink);
}

at::Tensor ExpNet::express(const at::Tensor& embedding, const at::Tensor& beta0,
                           const at::Tensor& blink) const {
  tensor::expectShape("audio embedding", embedding, {"T", 512});
  const std::int64_t frames = embedding.size(0);
  tensor::expectShape("beta0", beta0, {"B", 64});
  tensor::expectShape("blink", blink, {frames, 1});
  return mapping->forward(at::cat({embedding, beta0.expand({frames, 64}), blink}, 1));
}

at::Tensor ExpNet::blinkDirection() const {
  return mapping->weight.detach().select(1, 576).clone();
}

at::Tensor ExpNet::beta0Gain() const {
  return mapping->weight.detach().slice(1, 512, 576).t().contiguous();
}

}  // namespace orator::motion::sadtalker
