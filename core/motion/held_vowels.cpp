#include "core/motion/held_vowels.h"

#include <algorithm>

#include "core/base/smooth_step.h"

namespace orator::motion {
namespace {

constexpr float kVowel = 0.6f, kConsonant = 0.4f;
constexpr double kHeldSeconds = 0.2, kOpeningSeconds = 0.15;      // after the last consonant
constexpr double kReleaseSeconds = 0.04, kClosingSeconds = 0.10;  // before the next one
constexpr float kNarrow = 0.016f, kWide = 0.045f;                 // vowels like i and like a

bool isVowel(const Articulation& sound) {
  return sound.voice * (1 - sound.friction) > kVowel && sound.closure < kConsonant;
}

}  // namespace

std::vector<float> heldOpening(std::span<const Articulation> voice, FrameRate frameRate,
                               std::int64_t frames) {
  std::vector<float> least(voice.size(), 0.f);
  for (std::size_t begin = 0; begin < voice.size();) {
    std::size_t end = begin;
    while (end < voice.size() && isVowel(voice[end])) ++end;
    for (std::size_t i = begin; i < end; ++i) {
      const double since = double(i - begin) / kArticulationsPerSecond;
      const double until = double(end - i) / kArticulationsPerSecond;
      least[i] = float(smoothStep((since - kHeldSeconds) / kOpeningSeconds) *
                       smoothStep((until - kReleaseSeconds) / kClosingSeconds)) *
                 (kNarrow + voice[i].open * (kWide - kNarrow));
    }
    begin = end + 1;
  }
  std::vector<float> curve(std::size_t(std::max<std::int64_t>(frames, 0)), 0.f);
  for (std::size_t i = 0; i < curve.size() && !least.empty(); ++i)
    curve[i] = least[std::min(std::size_t(frameRate.secondsAt(std::int64_t(i)) * kArticulationsPerSecond),
                              least.size() - 1)];
  return curve;
}

}  // namespace orator::motion
