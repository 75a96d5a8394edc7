#pragma once

#include "core/render/facevid2vid/generator.h"
#include "core/render/liveportrait/motion_extractor.h"

namespace orator::render::liveportrait {

/// LivePortrait's appearance network F (appearance_feature_extractor.pth), of the same form as SadTalker's.
class AppearanceExtractor : public torch::nn::Module {
 public:
  AppearanceExtractor() : encoder_(*this) {}
  /// @param image [1, 3, 256, 256] RGB 0..1 @return [1, 32, 16, 64, 64]
  at::Tensor forward(const at::Tensor& image) const { return encoder_.forward(image); }

 private:
  facevid2vid::SourceEncoder encoder_;
};

/// What W makes of a frame.
struct WarpedFeature {
  facevid2vid::DenseMotion motion;
  at::Tensor feature;  ///< [B, 256, h, w]
};

/// LivePortrait's warping network W (warping_module.pth): the portrait's feature moved from its key points to
/// those of a frame.
class WarpingModule : public torch::nn::Module {
 public:
  WarpingModule();
  /// @param feature [1 or B, 32, 16, h, w], of F @param driving [B, 21, 3] @param source [1 or B, 21, 3]
  WarpedFeature forward(const at::Tensor& feature, const at::Tensor& driving, const at::Tensor& source) const;

 private:
  std::shared_ptr<facevid2vid::DenseMotionNetwork> motion_;
  facevid2vid::ConvNorm third_;
  std::shared_ptr<tensor::Conv> fourth_;
};

/// LivePortrait's generator G (spade_generator.pth): SadTalker's SPADE decoder, enlarging once more by pixel
/// shuffle.
class SpadeGenerator : public torch::nn::Module {
 public:
  SpadeGenerator();
  /// @param feature [B, 256, h, w], of W @return [B, 3, 8 h, 8 w] RGB 0..1
  at::Tensor forward(const at::Tensor& feature) const;

 private:
  std::shared_ptr<tensor::Conv> first_, image_;
  std::vector<std::shared_ptr<facevid2vid::SpadeBlock>> middle_;
  std::shared_ptr<facevid2vid::SpadeBlock> up0_, up1_;
};

}  // namespace orator::render::liveportrait
