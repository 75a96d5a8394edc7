#pragma once

#include "core/render/facevid2vid/conv_norm.h"
#include "core/render/facevid2vid/key_points.h"

namespace orator::render::facevid2vid {

/// Where each voxel of a frame comes from, and how much of it the portrait does not show.
struct DenseMotion {
  at::Tensor deformation;   ///< [B, 16, h, w, 3] sampling coordinates in -1..1, order x, y, z
  at::Tensor occlusionMap;  ///< [B, 1, h, w], 0..1, 1 = visible
};

/// Dense motion network (face-vid2vid). Key prefix: "generator.dense_motion_network.".
class DenseMotionNetwork : public torch::nn::Module {
 public:
  /// @param keyPoints K: SadTalker's has 15
  /// @param leastShare a motion with less of a voxel than this has none of it
  explicit DenseMotionNetwork(std::int64_t keyPoints = kKeyPoints, double leastShare = 1e-3);
  /// @param feature [B, 32, 16, h, w] of the portrait
  /// @param driving, source [B, K, 3] key points
  DenseMotion forward(const at::Tensor& feature, const at::Tensor& driving, const at::Tensor& source) const;

  std::vector<ConvNorm> down, up;
  ConvNorm last, compress;
  std::shared_ptr<tensor::Conv> mask, occlusion;

 private:
  at::Tensor hourglass(const at::Tensor& x) const;
  std::int64_t keyPoints_;
  double leastShare_;
};

}  // namespace orator::render::facevid2vid
