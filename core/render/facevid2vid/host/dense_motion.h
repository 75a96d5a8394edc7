#pragma once

#include <vector>

#include "core/render/facevid2vid/host/convolution.h"

namespace orator::render::facevid2vid {
class DenseMotionNetwork;
}

namespace orator::render::facevid2vid::host {

/// Where the samples of one axis lie when a picture is only shifted along it: grid_sample's own rule (zeros
/// outside, corners not aligned), one axis at a time.
struct AxisSamples {
  struct Sample {
    Index first, second;  ///< source pixels, 0 where outside
    float firstWeight, secondWeight;
  };
  std::vector<Sample> samples;
  AxisSamples(Index size, float shift);
};

/// The dense motion network on a CPU. The sparse motions are translations, so warps and Gaussians are
/// products over the axes; batch norms are folded; the up-blocks are convolved before they are enlarged.
class DenseMotion {
 public:
  explicit DenseMotion(const DenseMotionNetwork& network);
  /// What depends on the portrait only. @param feature [1, 32, 16, h, w] @param source [1, 15, 3]
  void prepare(const at::Tensor& feature, const at::Tensor& source);
  /// The portrait's feature as the frame sees it.
  /// @param driving 15 x 3 key points @param warped [h, w] of 512 channels, channel 32 * depth + c
  /// @param occlusion [h * w], 0..1
  void run(const float* driving, const Volume& warped, float* occlusion, Workspace& workspace);
  /// Multiplications of one run in convolutions at h x w.
  double products(Index height, Index width) const;

 private:
  void fillInput(const float* driving, const Volume& input) const;
  Volume hourglass(const Volume& joint, Workspace& workspace);
  void warp(const Volume& mask, const float* driving, const Volume& warped) const;
  void occlude(const Volume& x, float* occlusion);

  at::Tensor compress_, compressBias_;
  std::vector<Convolution> down_, up_;
  Convolution final_;
  at::Tensor maskWeight_, maskBias_;
  at::Tensor occlusionWeight_;
  float occlusionBias_;

  Index height_ = 0, width_ = 0;
  at::Tensor feature_;     ///< [16, h, w, 32]
  at::Tensor compressed_;  ///< [16, h, w, 4]
  at::Tensor still_;       ///< [16, h, w, 4], the compressed feature seen through the unmoved grid
  at::Tensor source_;      ///< [15, 3]
  Buffer full_, joint_[5], deepest_, padded_, mask_, occlusionParts_;
};

}  // namespace orator::render::facevid2vid::host
