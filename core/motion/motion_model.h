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
#include "core/motion/gaze.h"
#include "core/motion/motion_settings.h"
#include "core/motion/motion_track.h"
#include "core/packs/pack.h"

namespace orator::motion {

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
  /// Times an expression: how far its lids are shut already, 0..1. Zero where the basis does not tell.
  face::ExpressionCoefficients lidClosure{};
  /// [64, 64], row-major: what one unit of each coefficient of β0 adds to every row. Empty: itself.
  std::vector<float> beta0Gain;
  face::GazeColumns gazeColumns;  ///< none: the eyes stay as in the portrait
  std::vector<float> blinkLane;   ///< closure per row, read from a reference; empty: blinks are generated
  bool speechFound = true;        ///< false: nobody speaks in the voice, so the mouth stays shut
};

/// Turns a voice into motion; in its pauses the mouth is shut. Implementations are immutable after
/// construction and safe to call from several threads.
class MotionModel {
 public:
  virtual ~MotionModel() = default;
  /// Depends on the input and the GenerationSettings alone; deterministic on a device.
  virtual GeneratedMotion generate(const MotionInput& input, const MotionSettings& settings,
                                   const RunContext& context) const = 0;
};

/// The pack's motion model by its registry name. @throws Error packMissing, packDamaged, checkpointRefused
std::shared_ptr<const MotionModel> makeMotionModel(const packs::Pack& pack, const face::FaceModel& faceModel);

/// Applies blinks, gains, scales, angle paths and still to what the network made. Microseconds per frame;
/// exactly linear in blink strength (0..1), expression scale and each pose scale, as far as eyes can turn to
/// hold the gaze. Where the basis tells how
/// far the portrait's lids are shut, a blink closes what is left and no strength goes beyond.
MotionTrack applySettings(const GeneratedMotion& motion, const MotionSettings& settings);

/// The same with a blink lane of the caller's, 0..2 per frame at strength 1; missing frames keep the eyes
/// open.
MotionTrack applySettingsWithBlinks(const GeneratedMotion& motion, const MotionSettings& settings,
                                    std::vector<float> blinkLane);

}  // namespace orator::motion
