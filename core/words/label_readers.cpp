#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "core/base/error.h"
#include "core/base/json_value.h"
#include "core/base/number.h"
#include "core/words/transcript_readers.h"
#include "core/words/words_json.h"

namespace orator::words {
namespace {

constexpr std::array<std::string_view, 6> kSilences{"sp", "sil", "spn", "<eps>", "<sil>", "<p:>"};

/// What stands in one label or interval.
struct Label {
  std::string text;
  double beginSeconds = 0, endSeconds = 0;
  int line = 0;
};

/// Whether it holds several words; those of scripts without spaces are a few letters long.
bool isPhrase(std::string_view text) {
  constexpr std::size_t kLettersOfWord = 4;
  return trimmed(text).find_first_of(" \t") != std::string_view::npos ||
         wordsOf(text).size() > kLettersOfWord;
}

/// Labels of single words are words; where some hold several, each is a caption.
Transcript transcriptOf(const std::vector<Label>& labels, const LineReader& lines) {
  const bool areCaptions =
      std::any_of(labels.begin(), labels.end(), [](const Label& label) { return isPhrase(label.text); });
  Transcript transcript;
  transcript.isTimed = true;
  for (const Label& label : labels) {
    if (std::find(kSilences.begin(), kSilences.end(), label.text) != kSilences.end()) continue;
    addCaption(label.text, label.beginSeconds, label.endSeconds, areCaptions, lines, transcript);
  }
  return transcript;
}

std::optional<double> secondsFrom(std::string_view text) {
  const auto seconds = numberFromText<double>(text);
  return seconds && *seconds >= 0 && *seconds <= kLatestSeconds ? seconds : std::nullopt;
}

std::optional<Label> audacityLabel(std::string_view line) {
  const std::size_t first = line.find('\t');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = std::min(line.find('\t', first + 1), line.size());
  const auto begin = secondsFrom(line.substr(0, first)),
             end = secondsFrom(line.substr(first + 1, second - first - 1));
  if (!begin || !end) return std::nullopt;
  return Label{std::string(line.substr(std::min(second + 1, line.size()))), *begin, *end};
}

/// What a TextGrid says, in its long form and in its short one: numbers and texts that stand by themselves;
/// everything else is for who reads it.
class PraatText {
 public:
  PraatText(std::string_view text, const std::string& subject) : lines_(text, subject) {}

  double number() {
    const std::string found = next(false);
    const auto value = numberFromText<double>(found);
    if (!value || std::abs(*value) > kLatestSeconds)
      refuse("\"" + found.substr(0, 40) + "\" is no number that belongs here");
    return *value;
  }
  int count() {
    const double value = number();
    if (value < 0 || value > double(kMostWords) * 2 || value != std::floor(value))
      refuse("this is no count of tiers or intervals");
    return int(value);
  }
  std::string text() { return next(true); }

  [[noreturn]] void refuse(const std::string& reason) const {
    lines_.refuse(reason, "Save it again in Praat as a text file");
  }
  const LineReader& lines() const { return lines_; }

 private:
  std::string next(bool isText) {
    for (;;) {
      if (line_.empty() && !lines_.next(line_)) refuse("the file ends too early");
      const std::size_t begin = line_.find_first_not_of(" \t");
      if (begin == std::string_view::npos || line_[begin] == '!') {
        line_ = {};
        continue;
      }
      line_.remove_prefix(begin);
      if (line_.front() == '"') {
        std::string found = quoted();
        if (!isText) refuse("a number is expected in place of \"" + found.substr(0, 40) + "\"");
        return found;
      }
      const std::string_view part = line_.substr(0, line_.find_first_of(" \t"));
      line_.remove_prefix(part.size());
      if (part.find_first_not_of("0123456789+-.eE") != std::string_view::npos ||
          !numberFromText<double>(part))
        continue;
      if (isText) refuse("a text is expected in place of a number");
      return std::string(part);
    }
  }

  /// A text between quotation marks, which stand twice where they belong to it; it may go over lines.
  std::string quoted() {
    std::string found;
    line_.remove_prefix(1);
    for (;;) {
      const std::size_t end = line_.find('"');
      found += line_.substr(0, end);
      if (end == std::string_view::npos) {
        found += ' ';
        if (!lines_.next(line_)) refuse("a text does not end");
        continue;
      }
      line_.remove_prefix(end + 1);
      if (!line_.starts_with('"')) return found;
      found += '"';
      line_.remove_prefix(1);
    }
  }

  LineReader lines_;
  std::string_view line_;
};

struct Tier {
  std::string name;
  std::vector<Label> labels;
};

Tier readTier(PraatText& praat) {
  const std::string kind = praat.text();
  Tier tier{praat.text(), {}};
  praat.number(), praat.number();
  const bool hasIntervals = kind == "IntervalTier";
  if (!hasIntervals && kind != "TextTier") praat.refuse("\"" + kind.substr(0, 40) + "\" is no kind of tier");
  for (int left = praat.count(); left > 0; --left) {
    Label label;
    label.beginSeconds = praat.number();
    label.endSeconds = hasIntervals ? praat.number() : label.beginSeconds;
    if (label.beginSeconds < 0) praat.refuse("an interval begins before the recording");
    label.text = praat.text();
    tier.labels.push_back(std::move(label));
  }
  return tier;
}

bool isOfWords(const Tier& tier) {
  std::string name = tier.name;
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name.find("word") != std::string::npos;
}

}  // namespace

bool isAudacityLabels(std::string_view text) {
  LineReader lines(text, {});
  std::string_view line;
  while (lines.next(line))
    if (!trimmed(line).empty()) return audacityLabel(line).has_value();
  return false;
}

Transcript readAudacityLabels(std::string_view text, const std::string& subject) {
  LineReader lines(text, subject);
  std::vector<Label> labels;
  for (std::string_view line; lines.next(line);) {
    // A line that begins with a backslash is the range of pitch of the label before it.
    if (trimmed(line).empty() || line.front() == '\\') continue;
    std::optional<Label> label = audacityLabel(line);
    if (!label) lines.refuse("this is no label", "Write begin, end and text with tabs between, in seconds");
    if (label->endSeconds < label->beginSeconds)
      lines.refuse("it ends before it begins", "Give it an end behind its begin");
    labels.push_back(std::move(*label));
  }
  return transcriptOf(labels, lines);
}

Transcript readTextGrid(std::string_view text, const std::string& subject) {
  PraatText praat(text, subject);
  if (praat.text() != "ooTextFile" || praat.text() != "TextGrid")
    praat.refuse("it is no TextGrid in Praat's text form");
  praat.number(), praat.number();
  std::optional<Tier> chosen;
  for (int left = praat.count(); left > 0; --left) {
    Tier tier = readTier(praat);
    if (!chosen || (isOfWords(tier) && !isOfWords(*chosen))) chosen = std::move(tier);
  }
  if (!chosen) praat.refuse("it has no tier");
  return transcriptOf(chosen->labels, praat.lines());
}

Transcript readWordsJson(std::string_view text, const std::string& subject) {
  const auto refused = [&](const std::string& reason) {
    return Error(ErrorCode::unreadableProject, subject, reason, "Correct the file or make it again");
  };
  try {
    const nlohmann::json stored = parsedJson(text);
    JsonObject object(stored, "the file");
    if (textFrom(object.at("format"), "\"format\"") != kWordsFormat)
      throw refused("these are no words of Orator");
    if (numberFrom(object.at("version"), 1, 1'000'000, "\"version\"") > kWordsVersion)
      throw refused("it was written by a newer Orator");
    Transcript transcript;
    transcript.isTimed = true;
    transcript.words = wordsFrom(object.at("words"), "\"words\"");
    object.refuseUnknownKeys();
    return transcript;
  } catch (const std::invalid_argument& failure) {
    throw refused(failure.what());
  }
}

}  // namespace orator::words
