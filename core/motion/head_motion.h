#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/motion/articulation.h"
#include "core/motion/motion_track.h"

namespace orator::motion {

inline constexpr int kPoseStyleCount = 46;

/// One style of moving the head.
struct PoseStyle {
  std::array<double, 3> amplitudeRadians;  ///< standard deviation of pitch, yaw, roll
  std::array<double, 3> leanRadians;       ///< where the head likes to be, against the portrait's pose
  double tempo;                            ///< changes of direction a second
  double nod;                              ///< radians of nodding on full stress
  double sway;                             ///< decimetre of shifting sideways
};

/// The 46 styles differ in amplitude, lean, tempo and nods. @param style 0..45 @throws Error invalidArgument
PoseStyle poseStyle(int style);

/// Head motion by rules, for a pack without a PoseVAE, relative to the portrait's pose for every frame:
/// pitch, yaw, roll in radians, translation in decimetre. It begins and ends in the portrait's pose and turns
/// about the neck. Depends on style, seed and voice only.
/// @param styles style and weight; weights are normalised
std::vector<std::array<float, 6>> headMotion(const std::vector<std::pair<int, double>>& styles,
                                             std::span<const Articulation> voice, FrameRate frameRate,
                                             std::int64_t frames, const CoefficientRow& source,
                                             std::uint64_t seed);

}  // namespace orator::motion
