#include "core/motion/silence.h"

#include <algorithm>

#include "core/base/smooth_step.h"
#include "core/motion/face_measures.h"

namespace orator::motion {
namespace {

constexpr float kVoiced = 0.2f;  // Articulation::voice above which somebody speaks
constexpr double kAfterSeconds = 0.10, kShutSeconds = 0.25;   // after the last sound
constexpr double kBeforeSeconds = 0.20, kOpenSeconds = 0.08;  // before the next sound
constexpr float kShut = 0.012f;                               // of the height of the face

}  // namespace

std::vector<float> silenceLane(std::span<const Articulation> voice, FrameRate frameRate,
                               std::int64_t frames) {
  // Seconds to the nearest sound before and after each moment; a second stands for anything longer.
  const double step = 1 / kArticulationsPerSecond;
  std::vector<double> since(voice.size(), 1), until(voice.size(), 1);
  for (std::size_t i = 0; i < voice.size(); ++i)
    since[i] = voice[i].voice > kVoiced ? 0 : std::min(1.0, (i ? since[i - 1] : 1) + step);
  for (std::size_t i = voice.size(); i-- > 0;)
    until[i] = voice[i].voice > kVoiced ? 0 : std::min(1.0, (i + 1 < voice.size() ? until[i + 1] : 1) + step);
  std::vector<float> lane(std::size_t(std::max<std::int64_t>(frames, 0)), 0.f);
  for (std::size_t i = 0; i < lane.size() && !voice.empty(); ++i) {
    const auto at = std::min(std::size_t(frameRate.secondsAt(std::int64_t(i)) / step), voice.size() - 1);
    lane[i] = float(smoothStep((since[at] - kAfterSeconds) / (kShutSeconds - kAfterSeconds))) *
              float(smoothStep((until[at] - kOpenSeconds) / (kBeforeSeconds - kOpenSeconds)));
  }
  return lane;
}

void closeInSilence(GeneratedMotion& motion, std::span<const float> voice16k, const face::FaceModel& model,
                    const RunContext& context) {
  const MouthGauge gauge(model);
  const auto silence =
      silenceLane(articulate(voice16k, context), motion.frameRate, std::int64_t(motion.rows.size()));
  for (std::size_t i = 0; i < motion.rows.size(); ++i) {
    const float open = gauge.opening(motion.rows[i]);
    if (open > kShut) gauge.close(motion.rows[i], open - silence[i] * (open - kShut));
  }
}

}  // namespace orator::motion
