#include "core/motion/speech_gate.h"

#include <algorithm>
#include <filesystem>

#include "core/audio/mel_spectrogram.h"
#include "core/audio/speech_detector.h"
#include "core/base/file_system.h"
#include "core/base/smooth_step.h"
#include "core/base/voice_rate.h"

namespace orator::motion {
namespace {

constexpr const char* kRole = "speech_detector";
constexpr float kVoiced = 0.2f;  // Articulation::voice above which there is sound
constexpr float kSteady = 0.5f;  // Articulation::steady above which a note is held
constexpr double kAfterSeconds = 0.10, kShutSeconds = 0.25;   // after the last sound
constexpr double kBeforeSeconds = 0.20, kOpenSeconds = 0.08;  // before the next sound
constexpr float kShut = 0.012f;                               // of the height of the face
constexpr float kBegins = 0.35f, kEnds = 0.12f;               // probability of speech
constexpr double kWindowsPerSecond = double(kVoiceRateHz) / audio::kSpeechWindowSamples;
constexpr auto kHoldWindows = std::size_t(0.3 * kWindowsPerSecond);
// A word may begin with a hiss, which alone is no speech; answers come a window late.
constexpr std::size_t kLeadWindows = 4, kTailWindows = 2;

std::unique_ptr<const audio::SpeechDetector> openDetector(const packs::Pack& pack) {
  for (const packs::PackFile& file : pack.files)
    if (file.role == kRole && isThere(file.path))
      return std::make_unique<const audio::SpeechDetector>(pack.file(kRole));
  return nullptr;
}

/// 0 in and around sound, 1 in pauses. @param sound one value for each articulation
std::vector<float> pauseCurve(const std::vector<bool>& sound, FrameRate frameRate, std::int64_t frames) {
  // Seconds to the nearest sound before and after each moment; a second stands for anything longer.
  const double step = 1 / kArticulationsPerSecond;
  std::vector<double> since(sound.size(), 1), until(sound.size(), 1);
  for (std::size_t i = 0; i < sound.size(); ++i)
    since[i] = sound[i] ? 0 : std::min(1.0, (i ? since[i - 1] : 1) + step);
  for (std::size_t i = sound.size(); i-- > 0;)
    until[i] = sound[i] ? 0 : std::min(1.0, (i + 1 < sound.size() ? until[i + 1] : 1) + step);
  std::vector<float> curve(std::size_t(std::max<std::int64_t>(frames, 0)), 0.f);
  for (std::size_t i = 0; i < curve.size() && !sound.empty(); ++i) {
    const auto at = std::min(std::size_t(frameRate.secondsAt(std::int64_t(i)) / step), sound.size() - 1);
    curve[i] = float(smoothStep((since[at] - kAfterSeconds) / (kShutSeconds - kAfterSeconds))) *
               float(smoothStep((until[at] - kOpenSeconds) / (kBeforeSeconds - kOpenSeconds)));
  }
  return curve;
}

}  // namespace

std::vector<bool> speechOf(std::span<const float> probabilities) {
  std::vector<bool> speech(probabilities.size(), false);
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    if (probabilities[i] < kBegins) continue;
    std::size_t begin = i, end = i, quiet = 0;
    while (begin > 0 && probabilities[begin - 1] >= kEnds && !speech[begin - 1]) --begin;
    for (std::size_t j = i; j < probabilities.size() && quiet < kHoldWindows; ++j) {
      quiet = probabilities[j] < kEnds ? quiet + 1 : 0;
      if (quiet == 0) end = j;
    }
    begin -= std::min(begin, kLeadWindows);
    const std::size_t past = std::min(end + 1 + kTailWindows, speech.size());
    std::fill(speech.begin() + std::ptrdiff_t(begin), speech.begin() + std::ptrdiff_t(past), true);
    i = end;
  }
  return speech;
}

SpeechGate::SpeechGate(const packs::Pack& pack) : detector_(openDetector(pack)) {}

SpeechGate::~SpeechGate() = default;

Pauses SpeechGate::pauses(std::span<const float> voice16k, std::span<const Articulation> articulation,
                          FrameRate frameRate, std::int64_t frames, SpeechGating gating,
                          const RunContext& context) const {
  std::vector<bool> sound(articulation.size());
  for (std::size_t i = 0; i < sound.size(); ++i) sound[i] = articulation[i].voice > kVoiced;
  if (detector_ && gating == SpeechGating::on) {
    const std::vector<bool> speech = speechOf(detector_->probabilities(voice16k, context));
    bool speaks = false;
    for (std::size_t i = 0; i < sound.size(); ++i) {
      const auto window = std::size_t(double(i) / kArticulationsPerSecond * kWindowsPerSecond);
      // The detector takes a held note for speech for a third of a second only.
      const bool held = speaks && articulation[i].steady > kSteady;
      speaks = held || (window < speech.size() && speech[window]);
      sound[i] = sound[i] && speaks;
    }
  }
  const bool found = std::find(sound.begin(), sound.end(), true) != sound.end();
  return {pauseCurve(sound, frameRate, frames), found};
}

void closeInPauses(std::span<CoefficientRow> rows, std::span<const float> curve, const MouthGauge& gauge) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const float open = gauge.opening(rows[i]);
    if (open > kShut) gauge.close(rows[i], open - curve[i] * (open - kShut));
  }
}

}  // namespace orator::motion
