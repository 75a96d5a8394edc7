#include "core/motion/head_motion.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/smooth_step.h"
#include "core/face/face_model.h"
#include "core/motion/noise.h"

namespace orator::motion {

namespace {

constexpr double kPoseSettleSeconds = 0.7;   // from and to the portrait's pose
const cv::Vec3f kNeck(0.f, -1.05f, -0.75f);  // decimetre, head coordinates: where the skull sits on the spine

double stressAt(std::span<const Articulation> voice, double seconds) {
  if (voice.empty()) return 0;
  const double position = std::clamp(seconds * kArticulationsPerSecond, 0.0, double(voice.size() - 1));
  return voice[std::size_t(position)].stress;
}

}  // namespace

PoseStyle poseStyle(int style) {
  if (style < 0 || style >= kPoseStyleCount)
    throw Error(ErrorCode::invalidArgument, "pose style " + std::to_string(style), "there is no such style",
                "Choose 0 to 45");
  // Low-discrepancy steps through the space of styles keep every two styles apart.
  const auto step = [&](double ratio) { return std::fmod(0.5 + (style + 1) * ratio, 1.0); };
  if (style == 0)
    return {{2.1 * kRadiansPerDegree, 3.1 * kRadiansPerDegree, 1.5 * kRadiansPerDegree},
            {0, 0, 0},
            0.45,
            2.2 * kRadiansPerDegree,
            0.03};
  const double size = 0.9 + 1.5 * step(0.8191725134);
  const double sideways = step(0.6710436067);
  return {{size * (0.7 + 1.0 * (1 - sideways)) * kRadiansPerDegree,
           size * (0.9 + 2.1 * sideways) * kRadiansPerDegree,
           size * (0.4 + 1.1 * step(0.5497004779)) * kRadiansPerDegree},
          {(step(0.4503) - 0.5) * 7 * kRadiansPerDegree, (step(0.7548776662) - 0.5) * 14 * kRadiansPerDegree,
           (step(0.5698402910) - 0.5) * 8 * kRadiansPerDegree},
          0.25 + 0.65 * step(0.6180339887),
          3.2 * step(0.3247) * kRadiansPerDegree,
          0.01 + 0.05 * step(0.2895)};
}

std::vector<std::array<float, 6>> headMotion(const std::vector<std::pair<int, double>>& styles,
                                             std::span<const Articulation> voice, FrameRate frameRate,
                                             std::int64_t frames, const CoefficientRow& source,
                                             std::uint64_t seed) {
  double total = 0;
  for (const auto& [style, weight] : styles) total += weight;
  if (styles.empty() || !(total > 0))
    throw Error(ErrorCode::invalidArgument, "pose style", "the weights add up to nothing",
                "Give one style a positive weight");

  const double length = frameRate.secondsAt(frames);
  std::vector<std::array<float, 6>> motion(std::size_t(frames), std::array<float, 6>{});
  for (const auto& [number, weight] : styles) {
    const PoseStyle style = poseStyle(number);
    const std::uint64_t own = seed * 64 + std::uint64_t(number);
    const std::array<SmoothNoise, 3> drift{SmoothNoise(own, "pitch", style.tempo),
                                           SmoothNoise(own, "yaw", style.tempo * 0.8),
                                           SmoothNoise(own, "roll", style.tempo * 0.7)};
    const SmoothNoise sway(own, "sway", style.tempo * 0.5), depth(own, "depth", style.tempo * 0.4);
    for (std::int64_t i = 0; i < frames; ++i) {
      const double t = frameRate.secondsAt(i);
      auto& row = motion[std::size_t(i)];
      for (int axis = 0; axis < 3; ++axis)
        row[axis] +=
            float(weight / total * (style.leanRadians[axis] + style.amplitudeRadians[axis] * drift[axis](t)));
      row[0] += float(weight / total * style.nod * (stressAt(voice, t) - 0.35));
      row[3] += float(weight / total * style.sway * sway(t));
      row[5] += float(weight / total * style.sway * depth(t));
    }
  }
  const cv::Matx33f back =
      face::rotationMatrix({source[kAngleColumn], source[kAngleColumn + 1], source[kAngleColumn + 2]}).t();
  for (std::int64_t i = 0; i < frames; ++i) {
    const double t = frameRate.secondsAt(i), end = length - frameRate.secondsAt(1) - t;
    const float share = float(smoothStep(t / kPoseSettleSeconds) * smoothStep(end / kPoseSettleSeconds));
    auto& row = motion[std::size_t(i)];
    for (float& value : row) value *= share;
    // Turning about the neck instead of the head's origin is a translation more.
    const cv::Matx33f turn =
        face::rotationMatrix({source[kAngleColumn] + row[0], source[kAngleColumn + 1] + row[1],
                              source[kAngleColumn + 2] + row[2]}) *
        back;
    const cv::Vec3f shift = kNeck - turn * kNeck;
    for (int axis = 0; axis < 3; ++axis) row[3 + axis] += shift[axis];
  }
  return motion;
}

}  // namespace orator::motion
