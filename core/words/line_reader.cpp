#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/json_value.h"
#include "core/base/number.h"
#include "core/words/transcript_readers.h"

namespace orator::words {

bool LineReader::next(std::string_view& line) {
  if (rest_.empty()) return false;
  const std::size_t end = std::min(rest_.find_first_of("\r\n"), rest_.size());
  line = rest_.substr(0, end);
  const bool isPair = rest_.substr(end).starts_with("\r\n");
  rest_.remove_prefix(std::min(rest_.size(), end + (isPair ? 2 : 1)));
  ++number_;
  return true;
}

void LineReader::refuse(const std::string& reason, const std::string& remedy) const {
  throw Error(ErrorCode::unreadableProject, subject_, "line " + std::to_string(number_) + ": " + reason,
              remedy);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\v\f";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::optional<double> clockSeconds(std::string_view text) {
  const std::size_t point = text.find_first_of(".,");
  if (point == std::string_view::npos) return std::nullopt;
  const std::string_view fraction = text.substr(point + 1);
  const auto isDigits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (!isDigits(fraction) || fraction.size() > 9) return std::nullopt;
  double seconds = 0;
  std::string_view clock = text.substr(0, point);
  int parts = 0;
  for (bool isLast = false; !isLast; ++parts) {
    const std::size_t colon = clock.find(':');
    isLast = colon == std::string_view::npos;
    const std::string_view part = clock.substr(0, colon);
    const auto number = isDigits(part) ? numberFromText<int>(part) : std::nullopt;
    if (!number || parts == 3 || (parts > 0 && *number > 59)) return std::nullopt;
    seconds = 60 * seconds + *number;
    if (!isLast) clock.remove_prefix(colon + 1);
  }
  if (parts < 2) return std::nullopt;
  const auto behind = numberFromText<std::int64_t>(fraction);
  seconds += double(behind.value_or(0)) / std::pow(10.0, double(fraction.size()));
  return seconds <= kLatestSeconds ? std::optional(seconds) : std::nullopt;
}

void addCaption(std::string_view text, double beginSeconds, double endSeconds, bool beginsCaption,
                const LineReader& lines, Transcript& transcript) {
  if (!(endSeconds >= beginSeconds))
    lines.refuse("it ends before it begins", "Give it an end behind its begin");
  // Where two overlap, the later one is shown: words of the earlier one that are not yet said are said then.
  for (auto word = transcript.words.rbegin();
       word != transcript.words.rend() && word->endSeconds > beginSeconds; ++word) {
    word->endSeconds = beginSeconds;
    if (word->beginSeconds <= beginSeconds) break;
    if (word->beginsCaption || !beginsCaption)
      lines.refuse("it begins before " + shownJson(word->text) + ", which stands before it",
                   "Sort the file by time");
    word->beginSeconds = beginSeconds;
  }
  const std::vector<std::string> words = wordsOf(text);
  if (transcript.words.size() + words.size() > kMostWords)
    lines.refuse("here the file has more than " + std::to_string(kMostWords) + " words", "Divide it");
  double whole = 0, before = 0;
  for (const std::string& word : words) {
    if (word.size() > kLongestWord)
      lines.refuse("a word of " + std::to_string(word.size()) + " bytes is too long",
                   "Put spaces between words");
    whole += spokenLength(word);
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto at = [&](double length) {
      return whole > 0 ? std::min(endSeconds, beginSeconds + (endSeconds - beginSeconds) * length / whole)
                       : beginSeconds;
    };
    const double begin = at(before),
                 end = i + 1 == words.size() ? endSeconds : at(before + spokenLength(words[i]));
    before += spokenLength(words[i]);
    transcript.words.push_back({words[i], begin, std::max(begin, end), beginsCaption && i == 0});
  }
}

}  // namespace orator::words
