#include "core/words/captions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "core/base/error.h"
#include "core/words/letters.h"

namespace orator::words {
namespace {

using Words = std::span<const Word>;

constexpr double kPause = 0.7;                      // seconds of silence that end a caption
constexpr double kLeastSeconds = 1.0;               // that a caption is seen, where there is room
constexpr double kBetween = 0.08;                   // between two captions, so that the change is seen
constexpr double kBridged = 0.25;                   // gaps up to this are no gap for the eye
constexpr double kShortCaption = 1.2;               // seconds; shorter ones join a neighbour
constexpr double kMarkWorth = 9, kPauseWorth = 12;  // columns that a line may be uneven for them

int columnsOf(Words words) {
  return words::columnsOf(joined({words.begin(), words.end()}));
}

/// How many lines the words fill, each as full as it goes.
int linesOf(Words words, int columns) {
  int lines = 0;
  for (std::size_t begin = 0; begin < words.size(); ++lines) {
    std::size_t count = 1;
    while (begin + count < words.size() && columnsOf(words.subspan(begin, count + 1)) <= columns) ++count;
    begin += count;
  }
  return lines;
}

bool fits(Words words, const CaptionRules& rules) {
  if (words.back().endSeconds - words.front().beginSeconds > rules.longestSeconds) return false;
  // No line holds more letters than columns: what is far too long is not laid out to find that out.
  const std::size_t most = std::size_t(rules.columns) * std::size_t(rules.lines);
  return words.size() <= most && linesOf(words, rules.columns) <= rules.lines;
}

/// What makes a place a good one for a break, in columns.
double worthOf(const Word& last, const Word& next) {
  const double pause = next.beginSeconds - last.endSeconds;
  double worth = std::clamp(pause, 0.0, 1.0) * kPauseWorth;
  if (endsSentence(last.text, next.text)) worth += 2 * kMarkWorth;
  if (endsClause(last.text)) worth += kMarkWorth;
  return worth;
}

/// Where words are best divided in two: near the middle, behind a mark or before a pause.
std::size_t breakOf(Words words) {
  double whole = 0, left = 0, best = std::numeric_limits<double>::max();
  std::vector<int> columns;
  for (const Word& word : words) whole += columns.emplace_back(words::columnsOf(word.text) + 1);
  std::size_t found = 1;
  for (std::size_t i = 1; i < words.size(); ++i) {
    left += columns[i - 1];
    const double uneven = std::abs(whole - 2 * left) / 2;
    // Far from the middle a mark is no reason: it would leave a caption of one word.
    const double cost = uneven - std::min(worthOf(words[i - 1], words[i]), whole / 3);
    if (cost < best) {
      best = cost;
      found = i;
    }
  }
  return found;
}

void divide(Words words, const CaptionRules& rules, std::vector<Words>& captions) {
  while (words.size() > 1 && !fits(words, rules)) {
    const std::size_t at = breakOf(words);
    // The longer half goes on in this loop: texts of any length nest only so deep.
    if (at * 2 > words.size()) {
      std::vector<Words> behind;
      divide(words.subspan(at), rules, behind);
      divide(words.first(at), rules, captions);
      captions.insert(captions.end(), behind.begin(), behind.end());
      return;
    }
    divide(words.first(at), rules, captions);
    words = words.subspan(at);
  }
  captions.push_back(words);
}

std::vector<std::vector<Word>> brokenIntoLines(Words words, const CaptionRules& rules) {
  std::vector<std::vector<Word>> lines;
  while (rules.lines > 1 && words.size() > 1 && columnsOf(words) > rules.columns) {
    const int needed = std::max(2, linesOf(words, rules.columns));
    std::size_t at = breakOf(words);
    if (needed > 2 || columnsOf(words.first(at)) > rules.columns ||
        columnsOf(words.subspan(at)) > rules.columns) {
      at = 1;
      while (at + 1 < words.size() && columnsOf(words.first(at + 1)) <= rules.columns) ++at;
    }
    lines.emplace_back(words.begin(), words.begin() + std::ptrdiff_t(at));
    words = words.subspan(at);
  }
  lines.emplace_back(words.begin(), words.end());
  return lines;
}

/// Where the words themselves say where captions begin.
std::vector<Words> captionsOfFile(Words words, const CaptionRules& rules) {
  std::vector<Words> captions;
  for (std::size_t begin = 0, end = 0; begin < words.size(); begin = end) {
    for (end = begin + 1; end < words.size() && !words[end].beginsCaption; ++end) {
    }
    divide(words.subspan(begin, end - begin), rules, captions);
  }
  return captions;
}

std::vector<Words> captionsOfSentences(Words words, const CaptionRules& rules) {
  std::vector<Words> captions;
  for (std::size_t begin = 0, end = 0; begin < words.size(); begin = end) {
    for (end = begin + 1; end < words.size(); ++end)
      if (endsSentence(words[end - 1].text, words[end].text) ||
          words[end].beginSeconds - words[end - 1].endSeconds > kPause)
        break;
    std::vector<Words> divided;
    divide(words.subspan(begin, end - begin), rules, divided);
    for (const Words part : divided) {
      const bool isShort =
          !captions.empty() &&
          captions.back().back().endSeconds - captions.back().front().beginSeconds < kShortCaption;
      if (isShort && part.front().beginSeconds - captions.back().back().endSeconds < kPause) {
        const Words both(captions.back().data(), captions.back().size() + part.size());
        if (fits(both, rules)) {
          captions.back() = both;
          continue;
        }
      }
      captions.push_back(part);
    }
  }
  return captions;
}

/// Captions stay as long as reading takes, where the next one leaves room for it.
void lengthen(std::vector<Caption>& captions, const CaptionRules& rules) {
  for (std::size_t i = 0; i < captions.size(); ++i) {
    Caption& caption = captions[i];
    int letters = 0;
    for (const std::vector<Word>& line : caption.lines) letters += columnsOf(Words(line));
    const double wanted = caption.beginSeconds + std::max(kLeastSeconds, letters / rules.lettersPerSecond);
    double end = std::max(caption.endSeconds, wanted);
    if (i + 1 < captions.size()) {
      const double next = captions[i + 1].beginSeconds;
      if (next - end < kBridged) end = next - kBetween;
      end = std::clamp(end, std::min(caption.endSeconds, next), std::max(next, caption.endSeconds));
    }
    caption.endSeconds = std::min(end, kLatestSeconds);
  }
}

}  // namespace

std::vector<Caption> captionsOf(const Transcript& transcript, const CaptionRules& rules) {
  if (!transcript.isTimed)
    throw Error(ErrorCode::invalidArgument, "captions", "the words have no times",
                "Give the voice that speaks them, or a file with times");
  const Words words(transcript.words);
  const bool isOfFile =
      std::any_of(words.begin(), words.end(), [](const Word& word) { return word.beginsCaption; });
  std::vector<Caption> captions;
  for (const Words part : isOfFile ? captionsOfFile(words, rules) : captionsOfSentences(words, rules))
    captions.push_back({part.front().beginSeconds, part.back().endSeconds, brokenIntoLines(part, rules)});
  if (!isOfFile) lengthen(captions, rules);
  return captions;
}

}  // namespace orator::words
