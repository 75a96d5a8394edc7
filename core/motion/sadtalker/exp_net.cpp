#include "core/motion/sadtalker/exp_net.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::motion::sadtalker {

ExpNet::ExpNet()
    : audioEncoder_(tensor::make<AudioEncoder>(*this, "audio_encoder")),
      mapping_(tensor::make<tensor::Linear>(*this, "mapping1", 577, 64)) {}

at::Tensor ExpNet::forward(const at::Tensor& mel, const at::Tensor& beta0, const at::Tensor& blink) const {
  tensor::expectShape("mel windows", mel, {"T", 1, 80, 16});
  tensor::expectShape("beta0", beta0, {"B", 64});
  tensor::expectShape("blink", blink, {mel.size(0), 1});
  return mapping_->forward(at::cat({audioEncoder_->forward(mel), beta0.expand({mel.size(0), 64}), blink}, 1));
}

at::Tensor ExpNet::blinkDirection() const {
  return mapping_->weight.detach().select(1, 576).clone();
}

}  // namespace orator::motion::sadtalker
