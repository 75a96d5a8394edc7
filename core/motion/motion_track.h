#pragma once

#include <array>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

#include "core/base/frame_rate.h"

namespace orator::motion {

inline constexpr int kCoefficientCount = 70;
/// One frame: 64 expression coefficients, 3 head angles (radians: pitch, yaw, roll), 3 translations
/// (decimetre). Absolute values in the basis of the pack's face model, in the order of SadTalker's
/// `coeff_3dmm`.
using CoefficientRow = std::array<float, kCoefficientCount>;

inline constexpr int kAngleColumn = 64;
inline constexpr int kTranslationColumn = 67;
inline constexpr double kRadiansPerDegree = std::numbers::pi / 180;

/// The document's heart: what every frame of the face does. Plain value; copy it to hand it to another
/// thread.
struct MotionTrack {
  FrameRate frameRate;
  std::string basis = "studio";      ///< FaceModel::id the rows refer to
  CoefficientRow source{};           ///< the portrait's own row: β0 and its pose
  std::vector<CoefficientRow> rows;  ///< T rows
  std::vector<float>
      blink;  ///< T values 0..2: lid closure that is already contained in rows, kept for display
  /// Where the eyes look against the source row: T values to the right of the picture and T up, 1 about a
  /// full glance; or none. Contained in rows already where the basis can tell it, kept for display and for a
  /// change of basis.
  std::array<std::vector<float>, 2> gaze;
  /// Pitch, yaw, roll in radians as they were before a path of the user's took their place in rows: T values,
  /// or none without a path. Who turns key points (facevid2vid) reads the motion from these and turns the
  /// points by the angle in rows, whatever the network made of it: SadTalker's free view.
  std::array<std::vector<float>, 3> replacedAngles;

  std::int64_t frames() const { return std::int64_t(rows.size()); }
};

}  // namespace orator::motion
