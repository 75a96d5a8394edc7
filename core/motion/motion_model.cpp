#include "core/motion/motion_model.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/motion/angle_path.h"
#include "core/motion/blinks.h"
#include "core/motion/resample.h"
#include "core/motion/sadtalker/sadtalker_motion_model.h"
#include "core/motion/studio_motion_model.h"

namespace orator::motion {

std::shared_ptr<const MotionModel> makeMotionModel(const packs::Pack& pack,
                                                   const face::FaceModel& faceModel) {
  if (pack.motionModel == "studio") return makeStudioMotionModel(pack, faceModel);
  if (pack.motionModel == "sadtalker") return sadtalker::makeSadTalkerMotionModel(pack, faceModel);
  throw Error(ErrorCode::packDamaged, (pack.folder / "pack.json").string(),
              "it names the motion model \"" + pack.motionModel + "\", which this version does not know",
              "Update Orator, or restore the pack");
}

namespace {

std::vector<float> blinkLane(const GeneratedMotion& motion, const MotionSettings& settings) {
  if (!motion.blinkLane.empty()) return motion.blinkLane;
  const auto frames = std::int64_t(motion.rows.size());
  const double length = motion.frameRate.secondsAt(frames);
  if (settings.compat) {
    const auto curve =
        publishedBlinkLane(std::int64_t(length * kPublishedBlinkRate.perSecond()), settings.seed);
    auto read = resampled(curve, kPublishedBlinkRate, motion.frameRate, frames);
    for (float& closure : read) closure = std::clamp(closure, 0.f, 1.f);
    return read;
  }
  return renderBlinks(generateBlinks(length, settings.blinkRate, settings.seed), motion.frameRate, frames);
}

/// How much of `wanted` closure is added to a row, so that the lids meet and do not cross.
float addedClosure(const GeneratedMotion& motion, const CoefficientRow& row, float wanted) {
  float own = 0, known = 0;
  for (std::size_t k = 0; k < face::kExpressionCount; ++k) {
    own += motion.lidClosure[k] * row[k];
    known += std::abs(motion.lidClosure[k]);
  }
  return known > 0 ? std::min(wanted, 1.f) * (1 - std::clamp(own, -0.5f, 1.f)) : wanted;
}

void replaceAngle(MotionTrack& track, std::size_t axis, const MotionSettings& settings) {
  const std::vector<double>& values = settings.anglePath[axis];
  const std::size_t frames = track.rows.size();
  const double last = std::max(1.0, double(frames) - 1);
  std::vector<double> path;
  if (settings.compat) path = publishedPath(values, frames);
  for (std::size_t i = 0; i < frames; ++i) {
    const double degrees = settings.compat ? path[i] : pathAt(values, double(i) / last);
    const float replaced =
        std::exchange(track.rows[i][kAngleColumn + axis], float(degrees * std::numbers::pi / 180));
    track.replacedAngles[axis].push_back(replaced);
  }
}

/// Before the blinks: lids go with the eyes, and close what is left.
void turnEyes(MotionTrack& track, const GeneratedMotion& motion, const MotionSettings& settings,
              const std::vector<float>& blink) {
  const face::GazeColumns columns = motion.gazeColumns;
  track.gaze =
      gazeLanes(settings.gaze, track.rows, track.source, blink, track.frameRate, columns, settings.seed);
  if (!columns.known()) return;
  for (std::size_t i = 0; i < track.rows.size(); ++i) {
    track.rows[i][std::size_t(columns.right)] += track.gaze[0][i];
    track.rows[i][std::size_t(columns.up)] += track.gaze[1][i];
  }
}

}  // namespace

MotionTrack applySettings(const GeneratedMotion& motion, const MotionSettings& settings) {
  return applySettingsWithBlinks(motion, settings, blinkLane(motion, settings));
}

MotionTrack applySettingsWithBlinks(const GeneratedMotion& motion, const MotionSettings& settings,
                                    std::vector<float> blinkLane) {
  MotionTrack track;
  track.frameRate = motion.frameRate;
  track.basis = motion.basis;
  track.source = motion.source;
  track.rows.reserve(motion.rows.size());
  blinkLane.resize(motion.rows.size(), 0.f);
  const float gain = float(settings.expressionScale);
  for (const CoefficientRow& made : motion.rows) {
    CoefficientRow row = motion.source;
    for (int k = 0; k < face::kExpressionCount; ++k)
      row[k] = settings.compat ? gain * made[k] : row[k] + gain * (made[k] - row[k]);
    if (!settings.still)
      for (int k = 0; k < 6; ++k)
        row[kAngleColumn + k] += float(settings.poseScale[std::size_t(k)]) *
                                 (made[kAngleColumn + k] - motion.source[kAngleColumn + k]);
    track.rows.push_back(row);
  }
  for (std::size_t axis = 0; axis < 3; ++axis)
    if (!settings.anglePath[axis].empty()) replaceAngle(track, axis, settings);
  if (!settings.compat) turnEyes(track, motion, settings, blinkLane);
  for (std::size_t i = 0; i < track.rows.size(); ++i) {
    CoefficientRow& row = track.rows[i];
    const float closure = blinkLane[i] =
        addedClosure(motion, row, blinkLane[i] * float(settings.blinkStrength));
    for (int k = 0; k < face::kExpressionCount; ++k)
      row[k] += (settings.compat ? gain : 1) * closure * motion.blinkDirection[k];
  }
  track.blink = std::move(blinkLane);
  return track;
}

}  // namespace orator::motion
