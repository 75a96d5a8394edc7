#include "core/words/letters.h"

#include <algorithm>
#include <iterator>

namespace orator::words {
namespace {

struct Letters {
  char32_t first, last;
};

template <std::size_t Count>
bool isAmong(const Letters (&ranges)[Count], char32_t letter) {
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](const Letters& range) { return letter >= range.first && letter <= range.last; });
}

constexpr char32_t kNoLetter = 0xFFFD;
constexpr Letters kSpaces[] = {{0, 0x20},        {0x7F, 0xA0},     {0x1680, 0x1680},
                               {0x2000, 0x200B}, {0x2028, 0x2029}, {0x202F, 0x202F},
                               {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};
constexpr Letters kIdeographs[] = {{0x3005, 0x3007}, {0x3021, 0x3029}, {0x3041, 0x30FF},
                                   {0x31F0, 0x31FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF},
                                   {0xF900, 0xFAFF}, {0xFF66, 0xFF9D}, {0x20000, 0x3FFFD}};
constexpr Letters kWideClosing[] = {{0x3001, 0x3002}, {0x3009, 0x3009}, {0x300B, 0x300B}, {0x300D, 0x300D},
                                    {0x300F, 0x300F}, {0x3011, 0x3011}, {0x3015, 0x3015}, {0x30FB, 0x30FC},
                                    {0xFF01, 0xFF01}, {0xFF09, 0xFF09}, {0xFF0C, 0xFF0C}, {0xFF0E, 0xFF0E},
                                    {0xFF1A, 0xFF1B}, {0xFF1F, 0xFF1F}, {0x2025, 0x2026}};
constexpr Letters kWideOpening[] = {{0x3008, 0x3008}, {0x300A, 0x300A}, {0x300C, 0x300C}, {0x300E, 0x300E},
                                    {0x3010, 0x3010}, {0x3014, 0x3014}, {0xFF08, 0xFF08}};
// Marks and signs that are not spoken, outside ASCII.
constexpr Letters kSigns[] = {{0x80, 0xA9},     {0xAB, 0xB1},     {0xB4, 0xB4},      {0xB6, 0xB8},
                              {0xBB, 0xBB},     {0xBF, 0xBF},     {0xD7, 0xD7},      {0xF7, 0xF7},
                              {0x060C, 0x060C}, {0x061B, 0x061F}, {0x066A, 0x066D},  {0x06D4, 0x06D4},
                              {0x0964, 0x0965}, {0x2000, 0x206F}, {0x2190, 0x2BFF},  {0x2E00, 0x2E7F},
                              {0x3000, 0x3004}, {0x3008, 0x3020}, {0x3030, 0x3030},  {0x30FB, 0x30FB},
                              {0xFE00, 0xFE6F}, {0xFF00, 0xFF0F}, {0xFF1A, 0xFF20},  {0xFF3B, 0xFF40},
                              {0xFF5B, 0xFF65}, {0xFFF0, 0xFFFF}, {0x1F000, 0x1FAFF}};
constexpr Letters kWide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},  {0x3041, 0xA4CF}, {0xAC00, 0xD7A3},
                             {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},  {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6},
                             {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD}};
constexpr Letters kOnLetters[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05C7}, {0x0610, 0x061A},
                                  {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC}, {0x0900, 0x0902},
                                  {0x093C, 0x093C}, {0x0941, 0x0948}, {0x094D, 0x094D}, {0x0E31, 0x0E31},
                                  {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x200B, 0x200F}, {0x202A, 0x202E},
                                  {0x2060, 0x206F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};

bool isContinuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

}  // namespace

char32_t takeLetter(std::string_view& text) {
  const auto head = static_cast<unsigned char>(text.front());
  const std::size_t length = head < 0x80 ? 1 : head >= 0xF0 ? 4 : head >= 0xE0 ? 3 : head >= 0xC2 ? 2 : 0;
  bool isRight = length > 0 && length <= text.size();
  for (std::size_t i = 1; isRight && i < length; ++i) isRight = isContinuation(text[i]);
  if (!isRight) {
    text.remove_prefix(1);
    return kNoLetter;
  }
  char32_t letter = length == 1 ? head : head & (0x7F >> length);
  for (std::size_t i = 1; i < length; ++i)
    letter = letter << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  text.remove_prefix(length);
  return letter;
}

char32_t firstLetter(std::string_view text) {
  return text.empty() ? 0 : takeLetter(text);
}

char32_t lastLetter(std::string_view text) {
  if (text.empty()) return 0;
  std::size_t begin = text.size() - 1;
  while (begin > 0 && text.size() - begin < 4 && isContinuation(text[begin])) --begin;
  return firstLetter(text.substr(begin));
}

bool isSpace(char32_t letter) {
  return isAmong(kSpaces, letter);
}

bool isIdeograph(char32_t letter) {
  return letter != 0x30FB && letter != 0x30FC && isAmong(kIdeographs, letter);
}

bool isWideClosing(char32_t letter) {
  return isAmong(kWideClosing, letter);
}

bool isWideOpening(char32_t letter) {
  return isAmong(kWideOpening, letter);
}

bool isSpoken(char32_t letter) {
  if (letter < 0x80)
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z');
  return !isAmong(kSigns, letter);
}

int columnsOf(std::string_view text) {
  int columns = 0;
  while (!text.empty()) {
    const char32_t letter = takeLetter(text);
    if (!isAmong(kOnLetters, letter)) columns += isAmong(kWide, letter) ? 2 : 1;
  }
  return columns;
}

}  // namespace orator::words
