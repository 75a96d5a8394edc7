#pragma once

#include <opencv2/core.hpp>
#include <span>

#include "core/render/liveportrait/motion_extractor.h"

namespace orator::render::liveportrait {

/// Degrees of the pose bins' expectation. @param bins [B, 66] @return [B, 1]
at::Tensor degreesOf(const at::Tensor& bins);

/// A pose as LivePortrait's key points are turned by it: rows times this matrix.
/// @param pitch, yaw, roll [B, 1], degrees @return [B, 3, 3]
at::Tensor rotationOf(const at::Tensor& pitch, const at::Tensor& yaw, const at::Tensor& roll);

/// What moves a person's canonical key points.
struct PointMotion {
  at::Tensor rotation;     ///< [B, 3, 3]
  at::Tensor expression;   ///< [B, 21, 3]
  at::Tensor scale;        ///< [B, 1]
  at::Tensor translation;  ///< [B, 3]; z is not used
};

PointMotion pointMotionOf(const FaceMotion& motion);

/// scale * (canonical R + expression) + translation. @param canonical [1 or B, 21, 3] @return [B, 21, 3]
at::Tensor keyPoints(const at::Tensor& canonical, const PointMotion& motion);

/// The source moved as the driver has moved since its first frame.
PointMotion relativeMotion(const PointMotion& source, const PointMotion& first, const PointMotion& driving);
/// The driver's pose and the part of its expression that speaks and looks, on the source's size.
PointMotion absoluteMotion(const PointMotion& source, const PointMotion& driving);

/// How much larger the source's key points lie than the driver's: square root of the hulls' volumes.
/// @param source, driving [1, 21, 3] @return 1 where a hull has no volume
double motionMultiplier(const at::Tensor& source, const at::Tensor& driving);

/// How far eyes and lips are open, of the 203 landmarks of LivePortrait's own network.
struct OpeningRatios {
  double leftEye = 0, rightEye = 0, lips = 0;  ///< height over width
};
OpeningRatios openingRatios(std::span<const cv::Point2f> landmarks203);

}  // namespace orator::render::liveportrait
