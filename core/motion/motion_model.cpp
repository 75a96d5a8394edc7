#include "core/motion/motion_model.h"

#include "core/motion/blinks.h"
#include "core/motion/interim_motion_model.h"
#include "core/motion/sadtalker/sadtalker_motion_model.h"

namespace orator::motion {

std::shared_ptr<const MotionModel> makeMotionModel(const packs::Pack& pack,
                                                   const face::FaceModel& faceModel) {
  if (pack.motionModel == "interim") return makeInterimMotionModel(faceModel);
  if (pack.motionModel == "sadtalker") return sadtalker::makeSadTalkerMotionModel(pack);
  throw Error(ErrorCode::packDamaged, (pack.folder / "pack.json").string(),
              "it names the motion model \"" + pack.motionModel + "\", which this version does not know",
              "Update Orator, or restore the pack");
}

MotionTrack applySettings(const GeneratedMotion& motion, const MotionSettings& settings) {
  const auto frames = std::int64_t(motion.rows.size());
  const auto blinks = generateBlinks(motion.frameRate.secondsAt(frames), settings.blinkRate, settings.seed);
  return applySettingsWithBlinks(motion, settings, renderBlinks(blinks, motion.frameRate, frames));
}

MotionTrack applySettingsWithBlinks(const GeneratedMotion& motion, const MotionSettings& settings,
                                    std::vector<float> blinkLane) {
  MotionTrack track;
  track.frameRate = motion.frameRate;
  track.basis = motion.basis;
  track.source = motion.source;
  track.rows.reserve(motion.rows.size());
  blinkLane.resize(motion.rows.size(), 0.f);
  for (std::size_t i = 0; i < motion.rows.size(); ++i) {
    const CoefficientRow& made = motion.rows[i];
    CoefficientRow row = motion.source;
    const float closure = blinkLane[i] *= float(settings.blinkStrength);
    for (int k = 0; k < face::kExpressionCount; ++k)
      row[k] +=
          float(settings.expressionScale) * (made[k] - motion.source[k]) + closure * motion.blinkDirection[k];
    if (!settings.still)
      for (int k = 0; k < 6; ++k)
        row[kAngleColumn + k] += float(settings.poseScale[std::size_t(k)]) *
                                 (made[kAngleColumn + k] - motion.source[kAngleColumn + k]);
    track.rows.push_back(row);
  }
  track.blink = std::move(blinkLane);
  return track;
}

}  // namespace orator::motion
