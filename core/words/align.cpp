#include "core/words/align.h"

#include "core/base/error.h"
#include "core/words/aligners.h"

namespace orator::words {

Transcript aligned(std::span<const float> voice16k, const std::vector<TimeSpan>& speech, Transcript text,
                   Aligning way, const RunContext& context) {
  for (Word& word : text.words) word.beginSeconds = word.endSeconds = 0;
  text.isTimed = true;
  if (way == Aligning::recogniser && !hasRecogniser())
    throw Error(ErrorCode::invalidArgument, "words", "the recogniser is not installed",
                "Install the packages libpocketsphinx3 and pocketsphinx-en-us, or align by syllables");
  if (way != Aligning::syllables && hasRecogniser()) {
    const bool isWanted = way == Aligning::recogniser;
    const Recognised found = alignByRecogniser(voice16k, text, isWanted, context);
    if (found == Recognised::yes) return text;
    if (isWanted)
      throw Error(ErrorCode::invalidArgument, "words",
                  "the recogniser does not hear these words in the voice",
                  "Give the text that is spoken, or align by syllables");
    if (found == Recognised::notFound)
      context.note(
          "the recogniser does not hear these words in the voice; they are placed by their syllables");
  }
  alignBySyllables(voice16k, speech, text, context);
  return text;
}

}  // namespace orator::words
