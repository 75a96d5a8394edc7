#include "core/render/liveportrait/warping_module.h"

#include <ATen/ATen.h>

namespace orator::render::liveportrait {

using facevid2vid::SpadeBlock;
using tensor::Conv;
using tensor::make;

WarpingModule::WarpingModule()
    : motion_(make<facevid2vid::DenseMotionNetwork>(*this, "dense_motion_network", kPoints, 0.0)),
      third_(facevid2vid::makeConvNorm(*this, "third", 512, 256, tensor::same2d(3))),
      fourth_(make<Conv>(*this, "fourth", 256, 256, tensor::same2d(1))) {}

WarpedFeature WarpingModule::forward(const at::Tensor& feature, const at::Tensor& driving,
                                     const at::Tensor& source) const {
  const std::int64_t batch = driving.size(0);
  const at::Tensor features = feature.expand({batch, -1, -1, -1, -1});
  WarpedFeature made;
  made.motion = motion_->forward(features, driving, source);
  at::Tensor x = at::grid_sampler_3d(features, made.motion.deformation, 0, 0, false)
                     .reshape({batch, 512, feature.size(3), feature.size(4)});
  x = at::leaky_relu(third_.forward(x), 0.01);
  made.feature = fourth_->forward(x) * made.motion.occlusionMap;
  return made;
}

SpadeGenerator::SpadeGenerator()
    : first_(make<Conv>(*this, "fc", 256, 512, tensor::same2d(3))),
      image_(make<Conv>(*this, "conv_img.0", 64, 12, tensor::same2d(3))),
      up0_(make<SpadeBlock>(*this, "up_0", 512, 256, 256)),
      up1_(make<SpadeBlock>(*this, "up_1", 256, 64, 256)) {
  for (int i = 0; i < 6; ++i)
    middle_.push_back(make<SpadeBlock>(*this, "G_middle_" + std::to_string(i), 512, 512, 256));
}

at::Tensor SpadeGenerator::forward(const at::Tensor& feature) const {
  at::Tensor x = first_->forward(feature);
  for (const auto& block : middle_) x = block->forward(x, feature);
  x = up0_->forward(facevid2vid::doubled(x), feature);
  x = up1_->forward(facevid2vid::doubled(x), feature);
  x = image_->forward(at::leaky_relu(x, 0.2));
  return at::sigmoid(at::pixel_shuffle(x, 2));
}

}  // namespace orator::render::liveportrait
