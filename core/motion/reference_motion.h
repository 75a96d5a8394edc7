#pragma once

#include <array>
#include <vector>

#include "core/motion/motion_model.h"

namespace orator::motion {

/// What was seen of a face in a video, at the video's own frame rate.
struct ReferenceMotion {
  FrameRate frameRate;
  std::vector<std::array<float, 6>> pose;                ///< angles in radians and translation in decimetre
  std::vector<float> closure;                            ///< of the lids: 0 this person's open eyes .. 1 shut
  std::vector<face::ExpressionCoefficients> expression;  ///< in the basis of the motion it is laid over
};

/// Closure of the lids from the height of their gap over the width of the eye: 0 where the eyes are as open
/// as they usually are within some seconds, 1 where they are shut. A glance down, which lowers the lids too,
/// does not count. @param openings one a frame
std::vector<float> lidClosureOf(const std::vector<float>& openings, FrameRate frameRate);

/// The head moves as the reference's does from its first frame on; the generated pose is replaced, or kept
/// below it when `added`. A reference that is too short is played forth and back. Needs at least one frame.
void followPose(GeneratedMotion& motion, const ReferenceMotion& reference, bool added = false);

/// The eyes blink when the reference's do. Nothing else of its face is taken.
void followBlinks(GeneratedMotion& motion, const ReferenceMotion& reference);

/// The published way to take blinks from a video: its whole expression stands in for β0 in every frame, mouth
/// included, and no blinks are made.
void followExpression(GeneratedMotion& motion, const ReferenceMotion& reference);

}  // namespace orator::motion
