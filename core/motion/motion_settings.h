#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <utility>
#include <vector>

namespace orator::motion {

/// A part of the time whose head movement is drawn anew. The noise of the head is drawn for every 32 frames
/// (at 25 a second): the chunks that the range touches change, the others stay as they are.
struct PoseReroll {
  double beginSeconds = 0, endSeconds = 0;
  std::uint64_t seed = 0;
  bool operator==(const PoseReroll&) const = default;
};

/// Where the eyes look; see core/motion/gaze.h.
struct Gaze {
  /// automatic: natural in motion that is made, as it stands in a track that is given.
  enum class Kind { automatic, natural, camera, fixed };
  Kind kind = Kind::automatic;
  double right = 0, up = 0;  ///< of a fixed one, from the portrait's own gaze; 1 is 22 and 16 degrees
  bool operator==(const Gaze&) const = default;
};

/// Whether speech alone moves the mouth, as the speech detector hears it, or any sound: singing, which it
/// may take for music.
enum class SpeechGating { off, on };

/// What a motion model and the references make of a voice: where two are equal, so is the generated motion.
struct GenerationSettings {
  std::vector<std::pair<int, double>> poseStyle = {
      {0, 1.0}};  ///< style 0..45 and its weight; weights are normalised
  std::uint64_t seed = 0;
  std::vector<PoseReroll> rerolls;
  std::filesystem::path poseReference;   ///< video whose head movement is used; empty: generated
  std::filesystem::path blinkReference;  ///< video whose blinks are used; empty: generated
  SpeechGating speechGate = SpeechGating::on;
  /// As published: no closing of the mouth in silence, blinks at random gaps of 10 to 70 frames, expression
  /// scaled as a whole, the pose reference on top of the generated pose, the expression of the blink
  /// reference in place of the portrait's, angle paths at constant speed with corners.
  bool compat = false;
  bool operator==(const GenerationSettings&) const = default;
};

/// What a user can say about the motion; what is not of the generation is applied afterwards, in
/// microseconds. Ranges stand in core/pipeline/parameters.h.
struct MotionSettings : GenerationSettings {
  double blinkStrength = 1;                              ///< 0..2
  double blinkRate = 16;                                 ///< per minute
  std::array<double, 6> poseScale = {1, 1, 1, 1, 1, 1};  ///< pitch yaw roll x y z, 0..2
  Gaze gaze;
  double expressionScale = 1;  ///< 0..3, of the difference to the portrait's own expression
  bool still = false;          ///< keep the head in the portrait's pose
  /// Head angles in degrees for pitch, yaw and roll, spread evenly over the clip and joined smoothly; they
  /// take the place of the generated angle, also of a scaled or still one. Empty: generated. Positive: down,
  /// to the right of the picture, counter-clockwise; facevid2vid turns its key points by the number as it is.
  std::array<std::vector<double>, 3> anglePath;
  bool operator==(const MotionSettings&) const = default;
};

}  // namespace orator::motion
