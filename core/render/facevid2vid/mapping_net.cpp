#include "core/render/facevid2vid/mapping_net.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::render::facevid2vid {

using tensor::Conv;
using tensor::Linear;
using tensor::make;

MappingNet::MappingNet(std::int64_t coefficients)
    : coefficients_(coefficients),
      first_(make<Conv>(*this, "first.0", coefficients, 1024, tensor::ConvShape{{7}, {}, {}, {}})),
      yaw_(make<Linear>(*this, "fc_yaw", 1024, 66)),
      pitch_(make<Linear>(*this, "fc_pitch", 1024, 66)),
      roll_(make<Linear>(*this, "fc_roll", 1024, 66)),
      translation_(make<Linear>(*this, "fc_t", 1024, 3)),
      expression_(make<Linear>(*this, "fc_exp", 1024, 45)) {
  for (int i = 0; i < 3; ++i)
    encoders_.push_back(make<Conv>(*this, "encoder" + std::to_string(i) + ".1", 1024, 1024,
                                   tensor::ConvShape{{3}, {}, {}, {3}}));
}

at::Tensor MappingNet::encode(const at::Tensor& input) const {
  at::Tensor x = first_->forward(input);
  for (const auto& encoder : encoders_)
    x = encoder->forward(at::leaky_relu(x, 0.1)) + x.slice(2, 3, x.size(2) - 3);
  return x;
}

MappedMotion MappingNet::heads(const at::Tensor& features) const {
  return {yaw_->forward(features), pitch_->forward(features), roll_->forward(features),
          translation_->forward(features), expression_->forward(features)};
}

MappedMotion MappingNet::forward(const at::Tensor& windows) const {
  tensor::expectShape("coefficient windows", windows, {"B", coefficients_, kWindow});
  return heads(encode(windows).mean(2));
}

MappedMotion MappingNet::forwardTrack(const at::Tensor& columns) const {
  tensor::expectShape("coefficient columns", columns, {coefficients_, "T"});
  const at::Tensor x = encode(columns.unsqueeze(0)).squeeze(0);  // [1024, T + 2]
  const std::int64_t frames = columns.size(1) - 2 * kRowReach;
  const at::Tensor mean = (x.slice(1, 0, frames) + x.slice(1, 1, frames + 1) + x.slice(1, 2, frames + 2)) / 3;
  return heads(mean.t());
}

double MappingNet::gflop(std::int64_t columns) const {
  std::int64_t length = columns - 6;  // each convolution shortens the stretch by 6
  double sum = 2e-9 * double(first_->weight.numel() * length);
  for (const auto& encoder : encoders_) sum += 2e-9 * double(encoder->weight.numel() * (length -= 6));
  return sum;
}

}  // namespace orator::render::facevid2vid
