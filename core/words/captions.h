#pragma once

#include <vector>

#include "core/words/transcript.h"

namespace orator::words {

/// How much is shown at once and how long. The defaults are what television and cinema use.
struct CaptionRules {
  int columns = 42;              ///< of a line; letters of East Asia count as two
  int lines = 2;                 ///< of a caption
  double lettersPerSecond = 20;  ///< that a reader manages: captions stay longer where there is room
  double longestSeconds = 7;
};

inline constexpr int kFewestColumns = 8, kMostColumns = 120;

/// What is shown at one time.
struct Caption {
  double beginSeconds = 0, endSeconds = 0;
  std::vector<std::vector<Word>> lines;
};

/// The captions of timed words. They begin where sentences and pauses do, are no longer than the rules say,
/// and break behind commas where that leaves lines of about one length. Words that say themselves where
/// captions begin keep that, and their times; a caption of theirs that is longer than the rules is divided.
/// Any thread. @throws Error invalidArgument for words without times
std::vector<Caption> captionsOf(const Transcript& transcript, const CaptionRules& rules);

}  // namespace orator::words
