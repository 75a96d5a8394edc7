#pragma once

#include <array>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "core/face/bfm/bfm_model.h"
#include "core/motion/motion_track.h"
#include "core/render/face3d/face3d_renderer.h"

namespace orator::render::face3d {

/// What a portrait's 257 coefficients say besides the motion.
struct BfmLikeness {
  std::vector<float> identity;                 ///< up to 80
  std::vector<float> texture;                  ///< up to 80
  std::optional<std::array<float, 27>> light;  ///< spherical harmonics, 9 a channel
};

/// The published coefficients: 80 identity, 64 expression, 80 texture, 3 angles, 27 light, 3 translation.
/// @param coefficients 257
BfmLikeness bfmLikeness(const std::vector<float>& coefficients);

/// The Basel Face Model as something to look at: the skin in its colours and the dark behind the lips.
/// Immutable; any thread.
class BfmFace {
 public:
  BfmFace(std::shared_ptr<const face::BfmModel> model, const BfmLikeness& likeness);
  std::vector<Surface> pose(const motion::CoefficientRow& row) const;
  /// Vertices of the landmarks, indices into the points of the first surface of pose().
  const std::vector<int>& keypoints() const { return model_->keypoints; }

 private:
  std::shared_ptr<const face::BfmModel> model_;
  std::vector<float> identity_;
  std::vector<cv::Vec3f> colours_;
  std::vector<std::vector<int>> neighbours_;
};

/// makeFace3dRenderer for tracks in the basis "bfm", with the camera that the coefficients were fitted with.
/// @throws Error invalidArgument
std::unique_ptr<FaceRenderer> makeBfmFaceRenderer(std::shared_ptr<const face::BfmModel> model,
                                                  const BfmLikeness& likeness,
                                                  const Face3dSettings& settings);

}  // namespace orator::render::face3d
