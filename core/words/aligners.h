#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/words/align.h"

namespace orator::words {

// The two ways of align.h; both set the times of the words.

/// @throws Error silentVoice, cancelled
void alignBySyllables(std::span<const float> voice16k, const std::vector<TimeSpan>& speech, Transcript& text,
                      const RunContext& context);

enum class Recognised { yes, otherLanguage, notFound };
/// @param anyLanguage goes on where most words are not in the English dictionary
/// @return otherLanguage, notFound (the recogniser did not get to the last word): no time is set
/// @throws Error cancelled, internal
Recognised alignByRecogniser(std::span<const float> voice16k, Transcript& text, bool anyLanguage,
                             const RunContext& context);

/// Where sound is, in stretches without a pause of 0.12 s, inside `speech` where that says something.
std::vector<TimeSpan> soundsOf(std::span<const float> voice16k, const std::vector<TimeSpan>& speech);

}  // namespace orator::words
