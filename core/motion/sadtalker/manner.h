#pragma once

#include <array>
#include <filesystem>

#include "core/face/face_model.h"
#include "core/motion/sadtalker/pose_style_count.h"

namespace orator::motion::sadtalker {

/// How one person speaks and moves the head, beside what everybody's networks say: the file of role "manner"
/// in a personal pack. Plain value; the default changes nothing.
struct Manner {
  /// Of what the network says against the portrait's own expression: times gain, plus offset. The gain is
  /// 0..4, the offset in units of the face model.
  face::ExpressionCoefficients gain, offset{};
  /// Pose style 46: the tempo of these styles (shares that add up to 1), ...
  std::array<float, kPoseStyles> tempo{};
  std::array<float, 6>
      lean{};  ///< ... about this middle, against the portrait's pose: radians, decimetre ...
  std::array<float, 6> extent;  ///< ... and so many times their extent, 0..10

  Manner() {
    gain.fill(1);
    extent.fill(1);
    tempo[0] = 1;
  }
};

/// A safetensors file: `gain`, `offset` f32 [64], `tempo` f32 [46], `lean`, `extent` f32 [6].
/// @throws Error outputUnwritable, diskFull
void writeManner(const Manner& manner, const std::filesystem::path& file);

/// @throws Error fileNotFound, notAFile, checkpointRefused (another file, numbers out of range)
Manner readManner(const std::filesystem::path& file);

}  // namespace orator::motion::sadtalker
