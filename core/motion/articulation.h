#pragma once

#include <span>
#include <vector>

#include "core/base/run_context.h"

namespace orator::motion {

/// What the mouth does at one moment, each 0..1.
struct Articulation {
  float voice = 0;  ///< somebody speaks (against the recording's own noise floor)
  float open = 0;  ///< height of the jaw wanted by the sound: low vowels 1, high vowels and consonants near 0
  float round = 0;     ///< lips narrow and forward (o, u, w)
  float spread = 0;    ///< corners apart (i, e)
  float closure = 0;   ///< lips together (m, b, p)
  float friction = 0;  ///< teeth together (s, f, sh)
  float stress = 0;    ///< slow emphasis of the phrase
  float steady = 0;    ///< a loud vowel goes on with the spectrum it has: a held note
};

inline constexpr double kArticulationsPerSecond = 80;

/// Reads articulation out of the spectrum, not out of loudness: the height of the first formant opens the
/// jaw, the second spreads or rounds the lips, short dips of the middle band close them. Zero-phase: nothing
/// lags behind the sound.
/// @param voice16k mono, 16 000 Hz @return 80 values a second
std::vector<Articulation> articulate(std::span<const float> voice16k, const RunContext& context);

}  // namespace orator::motion
