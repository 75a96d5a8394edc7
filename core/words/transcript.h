#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace orator::words {

// Limits of what is read. What lies outside is refused.
inline constexpr std::size_t kMostWords = 200'000;
inline constexpr std::size_t kLongestWord = 1000;  ///< bytes
inline constexpr double kLatestSeconds = 1e6;

/// One word as it is written, with its punctuation.
struct Word {
  std::string text;  ///< UTF-8 without white space, 1..kLongestWord bytes
  double beginSeconds = 0, endSeconds = 0;
  bool beginsCaption = false;  ///< the file that it comes from begins a caption here
  bool operator==(const Word&) const = default;
};

/// What is said in a voice and when. Plain value.
struct Transcript {
  /// In the order of their begins; each ends before the next one begins, and none before it begins itself.
  std::vector<Word> words;
  bool isTimed = false;  ///< otherwise every time is 0
  bool operator==(const Transcript&) const = default;
};

/// The words of a text without times: what white space separates, and in scripts without it single letters
/// with the marks that belong to them. A byte that is not UTF-8 stays what it is.
std::vector<std::string> wordsOf(std::string_view text);
/// @throws Error unreadableProject naming `subject`: no word in it, or limits above
Transcript untimed(std::string_view text, const std::string& subject);

/// Words as they are written after one another, with spaces where the script has them.
std::string joined(const std::vector<Word>& words);

/// How long a word takes beside others, about in syllables; 0 for a mark that is not spoken.
double spokenLength(std::string_view word);

/// Whether a word ends a sentence by its marks; `next` tells abbreviations, empty behind the last word.
bool endsSentence(std::string_view word, std::string_view next);
/// Whether it ends a part of one: comma, colon, dash.
bool endsClause(std::string_view word);

/// The words of which something is said within [begin, end), cut to it, with times that count from its begin.
Transcript partOf(const Transcript& transcript, double beginSeconds, double endSeconds);

/// @throws Error unreadableProject naming `subject` where the words are not what Transcript promises
void checkTranscript(const Transcript& transcript, const std::string& subject);

/// Makes a transcript what it promises: words that are none go, times are moved to the nearest right ones; it
/// is timed afterwards.
void confine(Transcript& transcript);

}  // namespace orator::words
