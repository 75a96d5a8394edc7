// In place of recogniser.cpp where PocketSphinx is not there at build time.
#include "core/words/aligners.h"

namespace orator::words {

bool hasRecogniser() {
  return false;
}

Recognised alignByRecogniser(std::span<const float>, Transcript&, bool, const RunContext&) {
  return Recognised::otherLanguage;
}

}  // namespace orator::words
