#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "core/base/frame_rate.h"
#include "core/base/run_context.h"
#include "core/face/face_model.h"
#include "core/motion/motion_track.h"
#include "core/packs/pack.h"

namespace orator::motion {

/// What a user can say about the motion. Ranges stand in core/motion/motion_parameters.h.
struct MotionSettings {
  double blinkStrength = 1;  ///< 0..2
  double blinkRate = 16;     ///< per minute
  std::vector<std::pair<int, double>> poseStyle = {
      {0, 1.0}};  ///< style 0..45 and its weight; weights are normalised
  std::array<double, 6> poseScale = {1, 1, 1, 1, 1, 1};  ///< pitch yaw roll x y z, 0..2
  double expressionScale = 1;  ///< 0..3, of the difference to the portrait's own expression
  bool still = false;          ///< keep the head in the portrait's pose
  std::uint64_t seed = 0;
};

struct MotionInput {
  std::span<const float> voice16k;  ///< mono, 16 000 Hz
  CoefficientRow source{};          ///< β0 and pose of the portrait
  FrameRate frameRate;              ///< of the track to make
  std::int64_t frames = 0;          ///< rows to make
};

/// What a network made of a voice, before settings and edits. Changing a setting never runs the network
/// again.
struct GeneratedMotion {
  FrameRate frameRate;
  std::string basis;
  CoefficientRow source{};
  std::vector<CoefficientRow> rows;               ///< expression without blink; pose at scale 1, absolute
  face::ExpressionCoefficients blinkDirection{};  ///< added per unit of blink
};

/// Turns a voice into motion. Implementations are immutable after construction and safe to call from several
/// threads.
class MotionModel {
 public:
  virtual ~MotionModel() = default;
  /// Depends on input, poseStyle and seed only; deterministic on a device.
  virtual GeneratedMotion generate(const MotionInput& input, const MotionSettings& settings,
                                   const RunContext& context) const = 0;
};

/// The pack's motion model by its registry name. @throws Error packMissing, packDamaged, checkpointRefused
std::shared_ptr<const MotionModel> makeMotionModel(const packs::Pack& pack, const face::FaceModel& faceModel);

/// Applies blinks (generated from rate and seed, see core/motion/blinks.h), gains, scales and still to what
/// the network made. Microseconds per frame; exactly linear in blink strength, expression scale and each pose
/// scale.
MotionTrack applySettings(const GeneratedMotion& motion, const MotionSettings& settings);

/// The same with a blink lane of the caller's, 0..2 per frame at strength 1; missing frames keep the eyes
/// open.
MotionTrack applySettingsWithBlinks(const GeneratedMotion& motion, const MotionSettings& settings,
                                    std::vector<float> blinkLane);

}  // namespace orator::motion
