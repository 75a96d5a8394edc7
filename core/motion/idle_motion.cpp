#include "core/motion/idle_motion.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/smooth_step.h"
#include "core/motion/face_measures.h"
#include "core/motion/noise.h"

namespace orator::motion {
namespace {

constexpr double kIdleSettleSeconds = 0.8;
constexpr double kBreathsPerSecond = 0.25;
constexpr float kClosed = 0.004f;  // of the height of the face

}  // namespace

GeneratedMotion idleMotion(const GeneratedMotion& silence, std::int64_t frames,
                           const MotionSettings& settings, const face::FaceModel& model) {
  GeneratedMotion motion = silence;
  motion.rows.clear();
  const FrameRate frameRate = silence.frameRate;
  const CoefficientRow& source = silence.source;
  CoefficientRow rest = silence.rows.empty() ? source : silence.rows.back();
  if (motion.basis == model.id) MouthGauge(model).close(rest, kClosed);
  const double length = frameRate.secondsAt(frames - 1);
  const int style = settings.poseStyle.empty() ? 0 : settings.poseStyle.front().first;
  const std::uint64_t seed = settings.seed * 64 + std::uint64_t(style);
  const SmoothNoise pitch(seed, "idle pitch", 0.30), yaw(seed, "idle yaw", 0.25),
      roll(seed, "idle roll", 0.22), breath(seed, "idle breath", 0.2);
  for (std::int64_t i = 0; i < frames; ++i) {
    const double t = frameRate.secondsAt(i);
    const double share = smoothStep(t / kIdleSettleSeconds) * smoothStep((length - t) / kIdleSettleSeconds);
    // Breaths are not a clock's: their phase wanders by a sixth of a breath.
    const double chest = std::sin(2 * std::numbers::pi * (kBreathsPerSecond * t + breath(t) / 6));
    CoefficientRow row = source;
    for (std::size_t k = 0; k < face::kExpressionCount; ++k)
      row[k] += float(smoothStep(t / kIdleSettleSeconds)) * (rest[k] - source[k]);
    row[kAngleColumn] += float(share * kRadiansPerDegree * (0.7 * pitch(t) - 0.35 * chest));
    row[kAngleColumn + 1] += float(share * kRadiansPerDegree * 1.1 * yaw(t));
    row[kAngleColumn + 2] += float(share * kRadiansPerDegree * 0.5 * roll(t));
    row[kTranslationColumn + 1] += float(share * 0.012 * chest);
    motion.rows.push_back(row);
  }
  return motion;
}

}  // namespace orator::motion
