#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/words/transcript.h"

namespace orator::words {

struct TimeSpan {
  double beginSeconds = 0, endSeconds = 0;
};

/// How words find their times: `recogniser`, PocketSphinx with its model of American English; `syllables`, by
/// their lengths, the pauses and the level of the voice, for any language; `automatic`, the former for texts
/// that are English by its dictionary where it is installed.
enum class Aligning { automatic, recogniser, syllables };

/// The times at which the words of a text are spoken. Words and voice belong together: nobody is told apart
/// from somebody who says something else. A note tells when the recogniser is left for the syllables.
/// One call at a time uses the recogniser's 100 MB; any thread.
/// @param voice16k mono, 16 000 Hz
/// @param speech where somebody speaks, ascending; empty: wherever the voice is loud enough
/// @param text its words' times are not looked at
/// @return the same words with times
/// @throws Error invalidArgument (the recogniser is asked for and not there, or does not find the words),
/// silentVoice, cancelled
Transcript aligned(std::span<const float> voice16k, const std::vector<TimeSpan>& speech, Transcript text,
                   Aligning way, const RunContext& context);

/// Whether PocketSphinx and its model of English are there.
bool hasRecogniser();

}  // namespace orator::words
