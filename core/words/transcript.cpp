#include "core/words/transcript.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.h"
#include "core/base/json_value.h"
#include "core/words/letters.h"

namespace orator::words {
namespace {

constexpr std::u32string_view kSentenceEnds = U".!?…。！？؟۔।॥", kClauseEnds = U",;:–—،؛、，；：";
constexpr std::u32string_view kQuotes = U"\"'’”»›)]}」』）】》〉";
constexpr std::u32string_view kVowels =
    U"aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿāăąēĕėęěĩīĭįıōŏőœũūŭůűų"
    U"аеёиоуыэюяіїє"
    U"αεηιουωάέήίόύώϊϋ";
constexpr std::array<std::string_view, 9> kAbbreviations{"Mr.", "Mrs.", "Ms.",  "Dr.", "Prof.",
                                                         "St.", "vs.",  "e.g.", "i.e."};

/// The letter without upper case, for the scripts of kVowels.
char32_t lowered(char32_t letter) {
  if ((letter >= 'A' && letter <= 'Z') || (letter >= 0xC0 && letter <= 0xDE && letter != 0xD7) ||
      (letter >= 0x391 && letter <= 0x3A9) || (letter >= 0x410 && letter <= 0x42F))
    return letter + 0x20;
  if (letter >= 0x400 && letter <= 0x40F) return letter + 0x50;
  if (letter >= 0x100 && letter <= 0x17F) return letter | 1;
  return letter;
}

bool isVowel(char32_t letter) {
  return kVowels.find(lowered(letter)) != std::u32string_view::npos;
}

/// Letters of alphabets that write their vowels.
bool isAlphabetic(char32_t letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= 0xC0 && letter <= 0x52F) || (letter >= 0x1E00 && letter <= 0x1FFF);
}

/// What one letter of another script adds, in syllables.
double lengthOf(char32_t letter) {
  if (letter >= '0' && letter <= '9') return 1.3;
  if (letter >= 0xAC00 && letter <= 0xD7A3) return 1;  // Hangul: a syllable
  if (letter == 0x30FC) return 0.7;                    // the Kana that lengthens
  if (isIdeograph(letter)) return 1;
  if (letter >= 0x0900 && letter <= 0x0DFF) {  // India's: by consonants and vowels of their own
    const char32_t place = letter & 0x7F;
    return place == 0x4D ? -0.6 : place < 0x04 || place >= 0x3C ? 0.0 : 0.9;
  }
  return 0.5;  // scripts that leave vowels out, or write them around consonants
}

bool hasSpace(std::string_view word) {
  while (!word.empty())
    if (isSpace(takeLetter(word))) return true;
  return false;
}

bool endsWith(std::string_view word, std::u32string_view marks) {
  while (!word.empty()) {
    std::size_t begin = word.size() - 1;
    while (begin > 0 && (static_cast<unsigned char>(word[begin]) & 0xC0) == 0x80) --begin;
    const char32_t letter = lastLetter(word);
    if (marks.find(letter) != std::u32string_view::npos) return true;
    if (kQuotes.find(letter) == std::u32string_view::npos) return false;
    word = word.substr(0, begin);
  }
  return false;
}

[[noreturn]] void refuse(const std::string& subject, const std::string& reason, const std::string& remedy) {
  throw Error(ErrorCode::unreadableProject, subject, reason, remedy);
}

}  // namespace

std::vector<std::string> wordsOf(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool isWhole = false;  // an ideograph and its marks; the next letter is another word
  const auto finish = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
    isWhole = false;
  };
  while (!text.empty()) {
    const std::string_view before = text;
    const char32_t letter = takeLetter(text);
    if (isSpace(letter)) {
      finish();
      continue;
    }
    const bool isWide = isIdeograph(letter), opens = isWideOpening(letter);
    const bool waits = !word.empty() && isWideOpening(lastLetter(word));  // for what its mark opens
    if ((isWhole && !isWideClosing(letter)) || opens || (isWide && !waits)) finish();
    word.append(before.substr(0, before.size() - text.size()));
    isWhole = isWhole || isWide || isWideClosing(letter);
  }
  finish();
  return words;
}

Transcript untimed(std::string_view text, const std::string& subject) {
  Transcript transcript;
  for (std::string& word : wordsOf(text)) transcript.words.push_back({std::move(word), 0, 0, false});
  if (transcript.words.empty())
    refuse(subject, "there is no word in it", "Give the text that the voice speaks");
  checkTranscript(transcript, subject);
  return transcript;
}

std::string joined(const std::vector<Word>& words) {
  std::string text;
  for (const Word& word : words) {
    const char32_t left = lastLetter(text), right = firstLetter(word.text);
    const auto isTight = [](char32_t letter) {
      return isIdeograph(letter) || isWideClosing(letter) || isWideOpening(letter);
    };
    if (!text.empty() && !isTight(left) && !isTight(right)) text += ' ';
    text += word.text;
  }
  return text;
}

double spokenLength(std::string_view word) {
  double length = 0;
  int syllables = 0, letters = 0;
  bool inVowel = false, isSilentEnd = false;
  while (!word.empty()) {
    const char32_t letter = takeLetter(word);
    if (!isSpoken(letter)) continue;
    ++letters;
    const bool vowel = isVowel(letter);
    if (!isAlphabetic(letter)) length += lengthOf(letter);
    if (vowel && !inVowel) ++syllables;
    isSilentEnd = vowel && !inVowel && lowered(letter) == 'e';
    inVowel = vowel;
  }
  if (letters == 0) return 0;
  if (isSilentEnd && syllables > 1) --syllables;
  return std::max(0.5, length + syllables) + 0.08 * letters;
}

bool endsSentence(std::string_view word, std::string_view next) {
  if (!endsWith(word, kSentenceEnds)) return false;
  if (std::find(kAbbreviations.begin(), kAbbreviations.end(), word) != kAbbreviations.end()) return false;
  const char32_t follows = firstLetter(next);
  const bool goesOn = (follows >= 'a' && follows <= 'z') || (follows >= 0xDF && follows <= 0xFF);
  return !(lastLetter(word) == '.' && goesOn);
}

bool endsClause(std::string_view word) {
  return endsWith(word, kClauseEnds);
}

Transcript partOf(const Transcript& transcript, double beginSeconds, double endSeconds) {
  Transcript part;
  part.isTimed = transcript.isTimed;
  for (Word word : transcript.words) {
    const bool isOver = word.endSeconds <= beginSeconds && word.beginSeconds < beginSeconds;
    if (isOver || word.beginSeconds >= endSeconds) continue;
    word.endSeconds = std::min(word.endSeconds, endSeconds) - beginSeconds;
    word.beginSeconds = std::max(word.beginSeconds - beginSeconds, 0.0);
    part.words.push_back(std::move(word));
  }
  return part;
}

void checkTranscript(const Transcript& transcript, const std::string& subject) {
  if (transcript.words.size() > kMostWords)
    refuse(subject, "it has " + std::to_string(transcript.words.size()) + " words",
           "Give at most " + std::to_string(kMostWords));
  double before = 0;
  for (const Word& word : transcript.words) {
    if (word.text.empty() || word.text.size() > kLongestWord || !isUtf8(word.text) || hasSpace(word.text))
      refuse(subject,
             shownJson(word.text) + " is no word of 1 to " + std::to_string(kLongestWord) + " bytes of UTF-8",
             "Put spaces between words");
    const bool isRight = word.beginSeconds >= before && word.endSeconds >= word.beginSeconds &&
                         word.endSeconds <= kLatestSeconds;
    if (!isRight)
      refuse(subject, "the times of " + shownJson(word.text) + " run backwards, or into the word before it",
             "Give each word a begin, an end behind it, and the next word a begin that is not earlier");
    before = transcript.isTimed ? word.endSeconds : 0;
  }
}

void confine(Transcript& transcript) {
  std::vector<Word>& words = transcript.words;
  if (words.size() > kMostWords) words.erase(words.begin() + kMostWords, words.end());
  std::erase_if(words, [](const Word& word) {
    return word.text.empty() || word.text.size() > kLongestWord || !isUtf8(word.text) || hasSpace(word.text);
  });
  transcript.isTimed = !words.empty();
  double before = 0;
  for (Word& word : words) {
    // What is no number fails every comparison.
    if (!(word.beginSeconds >= before)) word.beginSeconds = before;
    word.beginSeconds = std::min(word.beginSeconds, kLatestSeconds);
    if (!(word.endSeconds >= word.beginSeconds)) word.endSeconds = word.beginSeconds;
    before = word.endSeconds = std::min(word.endSeconds, kLatestSeconds);
  }
}

}  // namespace orator::words
