#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/base/frame_rate.h"
#include "core/motion/articulation.h"
#include "core/motion/face_measures.h"
#include "core/motion/motion_settings.h"
#include "core/packs/pack.h"

namespace orator::audio {
class SpeechDetector;
}

namespace orator::motion {

/// Where nobody speaks.
struct Pauses {
  /// For every frame: 0 while somebody speaks and shortly before and after, 1 from 0.25 s into a pause on.
  std::vector<float> curve;
  bool speechFound = false;  ///< anywhere in the voice; without a detector: any sound
};

/// Tells speech from everything else: the level of the voice against its own floor says when there is sound,
/// and the pack's speech detector (role "speech_detector") whether it is speech or music, noise and breath; a
/// note that speech runs into is speech as long as it is held.
/// The level decides alone where that is wanted, where a pack has no detector and where its file is not
/// installed. Immutable; safe to use from several threads.
class SpeechGate {
 public:
  /// @throws Error packDamaged, checkpointRefused
  explicit SpeechGate(const packs::Pack& pack);
  ~SpeechGate();

  bool hasDetector() const { return detector_ != nullptr; }
  /// @param voice16k mono, 16 000 Hz @param articulation of articulate(voice16k) @throws Error cancelled
  Pauses pauses(std::span<const float> voice16k, std::span<const Articulation> articulation,
                FrameRate frameRate, std::int64_t frames, SpeechGating gating,
                const RunContext& context) const;

 private:
  std::unique_ptr<const audio::SpeechDetector> detector_;
};

/// Where speech is, out of a detector's answers: it begins where they pass 0.35, with the rise that leads
/// there, and ends where they stay under 0.12 for 0.3 s; four windows more before and two after, since the
/// first and last sounds of a word are its faintest.
std::vector<bool> speechOf(std::span<const float> probabilities);

/// Shuts the mouth in pauses, which a network that was trained on speech leaves ajar: where the curve is 1
/// the lips are at most 1.2 % of the height of the face apart. @param rows as many as the curve
void closeInPauses(std::span<CoefficientRow> rows, std::span<const float> curve, const MouthGauge& gauge);

}  // namespace orator::motion
