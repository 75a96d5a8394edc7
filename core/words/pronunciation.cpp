#include "core/words/pronunciation.h"

#include <array>
#include <cstdint>

#include "core/words/letters.h"

namespace orator::words {
namespace {

constexpr std::string_view kSmallNumbers[] = {"zero",    "one",     "two",       "three",    "four",
                                              "five",    "six",     "seven",     "eight",    "nine",
                                              "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                                              "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::string_view kTens[] = {"",      "",      "twenty",  "thirty", "forty",
                                      "fifty", "sixty", "seventy", "eighty", "ninety"};

struct Spelling {
  std::string_view letters, phones;
};

/// The longest that fits counts.
constexpr Spelling kSpellings[] = {
    {"tion", "SH AH N"}, {"sion", "ZH AH N"}, {"ture", "CH ER"}, {"ough", "AO"},  {"augh", "AO"},
    {"eigh", "EY"},      {"igh", "AY"},       {"tch", "CH"},     {"sch", "SH"},   {"dge", "JH"},
    {"ear", "IH R"},     {"air", "EH R"},     {"our", "AO R"},   {"oor", "AO R"}, {"ous", "AH S"},
    {"sh", "SH"},        {"ch", "CH"},        {"th", "TH"},      {"ph", "F"},     {"wh", "W"},
    {"ck", "K"},         {"ng", "NG"},        {"qu", "K W"},     {"kn", "N"},     {"wr", "R"},
    {"gh", "G"},         {"oo", "UW"},        {"ee", "IY"},      {"ea", "IY"},    {"ou", "AW"},
    {"ow", "OW"},        {"ai", "EY"},        {"ay", "EY"},      {"ey", "IY"},    {"ei", "EY"},
    {"ie", "IY"},        {"oa", "OW"},        {"oi", "OY"},      {"oy", "OY"},    {"au", "AO"},
    {"aw", "AO"},        {"ew", "Y UW"},      {"eu", "Y UW"},    {"ue", "UW"},    {"ar", "AA R"},
    {"er", "ER"},        {"ir", "ER"},        {"or", "AO R"},    {"ur", "ER"},    {"bb", "B"},
    {"cc", "K"},         {"dd", "D"},         {"ff", "F"},       {"gg", "G"},     {"ll", "L"},
    {"mm", "M"},         {"nn", "N"},         {"pp", "P"},       {"rr", "R"},     {"ss", "S"},
    {"tt", "T"},         {"zz", "Z"},         {"ce", "S"},       {"ci", "S IH"},  {"cy", "S IY"},
    {"ge", "JH"},        {"gi", "JH IH"},     {"a", "AE"},       {"b", "B"},      {"c", "K"},
    {"d", "D"},          {"e", "EH"},         {"f", "F"},        {"g", "G"},      {"h", "HH"},
    {"i", "IH"},         {"j", "JH"},         {"k", "K"},        {"l", "L"},      {"m", "M"},
    {"n", "N"},          {"o", "OW"},         {"p", "P"},        {"q", "K"},      {"r", "R"},
    {"s", "S"},          {"t", "T"},          {"u", "AH"},       {"v", "V"},      {"w", "W"},
    {"x", "K S"},        {"y", "IY"},         {"z", "Z"}};

/// The ASCII letter under an accent of Latin-1 and Latin Extended-A; no letter for others.
char plain(char32_t letter) {
  constexpr std::string_view kLatin1 = "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty";
  constexpr std::string_view kExtended =
      "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllllln"
      "nnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
  if (letter >= 'A' && letter <= 'Z') return char(letter + 0x20);
  if (letter < 0x80) return char(letter);
  if (letter >= 0xC0 && letter < 0xC0 + kLatin1.size()) return kLatin1[letter - 0xC0];
  if (letter >= 0x100 && letter < 0x100 + kExtended.size()) return kExtended[letter - 0x100];
  return 0;
}

void speakNumber(std::uint64_t number, std::vector<std::string>& words) {
  static constexpr std::pair<std::uint64_t, std::string_view> kScales[] = {
      {1'000'000'000, "billion"}, {1'000'000, "million"}, {1000, "thousand"}, {100, "hundred"}};
  for (const auto& [scale, name] : kScales) {
    if (number < scale) continue;
    speakNumber(number / scale, words);
    words.emplace_back(name);
    number %= scale;
    if (number == 0) return;
  }
  if (number >= 20) {
    words.emplace_back(kTens[number / 10]);
    number %= 10;
    if (number == 0) return;
  }
  words.emplace_back(kSmallNumbers[number]);
}

/// As years are read, where there are four digits; longer ones digit by digit.
void speakDigits(const std::string& digits, std::vector<std::string>& words) {
  constexpr std::size_t kLongest = 10;
  if (digits.size() > kLongest || (digits.size() > 1 && digits.front() == '0')) {
    for (const char digit : digits) words.emplace_back(kSmallNumbers[digit - '0']);
    return;
  }
  const std::uint64_t number = std::stoull(digits);
  if (number >= 1100 && number < 2000 && number % 100 >= 10) {
    speakNumber(number / 100, words);
    speakNumber(number % 100, words);
    return;
  }
  speakNumber(number, words);
}

}  // namespace

std::vector<std::string> englishWords(std::string_view word) {
  std::vector<std::string> words;
  std::string letters, digits;
  const auto finish = [&] {
    while (letters.ends_with('\'')) letters.pop_back();
    if (!letters.empty()) words.push_back(letters);
    if (!digits.empty()) speakDigits(digits, words);
    letters.clear();
    digits.clear();
  };
  while (!word.empty()) {
    const char32_t letter = takeLetter(word);
    const char c = letter == 0x2019 ? '\'' : plain(letter);
    if (c >= '0' && c <= '9') {
      if (!letters.empty()) finish();
      digits += c;
    } else if ((c >= 'a' && c <= 'z') || (c == '\'' && !letters.empty())) {
      if (!digits.empty()) finish();
      letters += c;
    } else if (c == '%') {
      finish();
      words.emplace_back("percent");
    } else if (!(c == ',' && !digits.empty())) {  // "1,000" is one number
      finish();
    }
  }
  finish();
  return words;
}

std::string guessedPhones(std::string_view word) {
  std::string phones;
  while (!word.empty()) {
    // An e at the end is silent.
    if (word == "e" && !phones.empty()) break;
    const Spelling* found = nullptr;
    for (const Spelling& spelling : kSpellings)
      if (word.starts_with(spelling.letters) && (!found || spelling.letters.size() > found->letters.size()))
        found = &spelling;
    if (found) phones.append(phones.empty() ? "" : " ").append(found->phones);
    word.remove_prefix(found ? found->letters.size() : 1);
  }
  return phones.empty() ? "AH" : phones;
}

}  // namespace orator::words
