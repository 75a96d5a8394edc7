#pragma once

#include <array>
#include <vector>

#include "core/tensor/layers.h"

namespace orator::render::restore {

/// Real-ESRGAN's network (Wang et al. 2021; RealESRGAN_x2plus.pth and RealESRGAN_x4plus.pth): residual blocks
/// in residual dense blocks. Key names: conv_first, body.0.rdb1.conv1, ..., conv_last.
class RrdbNet : public torch::nn::Module {
 public:
  /// @param scale 2 or 4
  explicit RrdbNet(int scale);
  /// @param picture [B, 3, H, W] RGB, 0..1; H and W even for scale 2 @return [B, 3, scale H, scale W]
  at::Tensor forward(const at::Tensor& picture) const;
  int scale() const { return scale_; }

 private:
  using Dense = std::array<std::shared_ptr<tensor::Conv>, 5>;
  int scale_;
  std::shared_ptr<tensor::Conv> first_, body_, up1_, up2_, high_, last_;
  std::vector<std::array<Dense, 3>> blocks_;
};

}  // namespace orator::render::restore
