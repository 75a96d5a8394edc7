#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

#include "core/words/transcript_readers.h"

namespace orator::words {
namespace {

constexpr std::string_view kArrow = "-->";
constexpr const char* kTimesRemedy =
    "Write it as 00:00:01,000 --> 00:00:02,500, or save the file as UTF-8 text again";

struct Times {
  double beginSeconds = 0, endSeconds = 0;
};

/// "00:01,000 --> 00:02,000", and what players may find behind it.
Times timesOf(std::string_view line, const LineReader& lines) {
  const std::size_t arrow = line.find(kArrow);
  if (arrow == std::string_view::npos) lines.refuse("the times of a caption are expected here", kTimesRemedy);
  std::string_view behind = trimmed(line.substr(arrow + kArrow.size()));
  behind = behind.substr(0, behind.find_first_of(" \t"));
  const std::optional<double> begin = clockSeconds(trimmed(line.substr(0, arrow))),
                              end = clockSeconds(behind);
  if (!begin || !end) lines.refuse("these are no times of a caption", kTimesRemedy);
  return {*begin, *end};
}

/// The lines up to an empty one, with spaces between.
std::string paragraph(LineReader& lines) {
  std::string text;
  for (std::string_view line; lines.next(line) && !trimmed(line).empty();) text.append(line).append(" ");
  return text;
}

/// Whether a mark in angle brackets is one of those that say how a caption is shown.
bool isMark(std::string_view mark) {
  static constexpr std::string_view kNames[] = {"b",    "i",    "u",    "s",  "c", "v",
                                                "font", "span", "ruby", "rt", "br"};
  if (mark.starts_with('/')) mark.remove_prefix(1);
  const std::string_view name = mark.substr(0, mark.find_first_of(" ./"));
  return std::any_of(std::begin(kNames), std::end(kNames), [&](std::string_view known) {
    return name.size() == known.size() &&
           std::equal(name.begin(), name.end(), known.begin(),
                      [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
  });
}

/// Without "<i>", "</font>" and "{\an8}", which say how it is shown.
std::string withoutMarks(std::string_view text) {
  constexpr std::size_t kLongestMark = 100;
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<' || text[i] == '{') {
      const std::string_view near = text.substr(i + 1, kLongestMark);
      const std::size_t end = near.find(text[i] == '<' ? '>' : '}');
      if (end != std::string_view::npos && (text[i] == '<' ? isMark(near.substr(0, end)) : near[0] == '\\')) {
        i += end + 1;
        continue;
      }
    }
    plain += text[i];
  }
  return plain;
}

/// The characters that WebVTT writes as names.
std::string withCharacters(std::string_view text) {
  static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"&amp;", "&"},  {"&lt;", "<"},       {"&gt;", ">"},
      {"&nbsp;", " "}, {"&lrm;", "\u200E"}, {"&rlm;", "\u200F"}};
  std::string plain;
  while (!text.empty()) {
    std::size_t taken = 0;
    for (const auto& [name, character] : kNames)
      if (taken == 0 && text.starts_with(name)) {
        plain += character;
        taken = name.size();
      }
    if (taken == 0) plain += text.front();
    text.remove_prefix(std::max<std::size_t>(taken, 1));
  }
  return plain;
}

/// A WebVTT caption: words behind a time in angle brackets are said from then on.
void addCue(std::string_view text, const Times& times, const LineReader& lines, Transcript& transcript) {
  Times part{times.beginSeconds, times.endSeconds};
  std::string plain;
  bool isFirst = true;
  const auto finish = [&](double until) {
    if (wordsOf(plain).empty()) return;
    addCaption(withCharacters(plain), part.beginSeconds, until, isFirst, lines, transcript);
    isFirst = false;
    plain.clear();
  };
  while (!text.empty()) {
    const std::size_t begin = text.find('<'), end = text.find('>', begin);
    plain += text.substr(0, begin);
    if (begin == std::string_view::npos || end == std::string_view::npos) break;
    if (const auto moment = clockSeconds(text.substr(begin + 1, end - begin - 1))) {
      if (*moment < part.beginSeconds || *moment > times.endSeconds)
        lines.refuse("a time inside a caption lies outside it, or runs backwards",
                     "Correct it or leave it out");
      finish(*moment);
      part.beginSeconds = *moment;
    }
    text.remove_prefix(end + 1);
  }
  finish(times.endSeconds);
}

}  // namespace

Transcript readSubRip(std::string_view text, const std::string& subject) {
  LineReader lines(text, subject);
  Transcript transcript;
  transcript.isTimed = true;
  for (std::string_view line; lines.next(line);) {
    line = trimmed(line);
    if (line.empty()) continue;
    if (line.find_first_not_of("0123456789") == std::string_view::npos && !lines.next(line))
      lines.refuse("the file ends behind the number of a caption", "Save it again whole");
    const Times times = timesOf(line, lines);
    addCaption(withoutMarks(paragraph(lines)), times.beginSeconds, times.endSeconds, true, lines, transcript);
  }
  return transcript;
}

Transcript readWebVtt(std::string_view text, const std::string& subject) {
  LineReader lines(text, subject);
  Transcript transcript;
  transcript.isTimed = true;
  std::string_view line;
  if (!lines.next(line) || !line.starts_with("WEBVTT"))
    lines.refuse("it does not begin with WEBVTT", "Give a WebVTT file, or name it by what it is");
  paragraph(lines);  // what the head says
  while (lines.next(line)) {
    line = trimmed(line);
    if (line.empty()) continue;
    const auto isBlock = [&](std::string_view name) {
      return line.starts_with(name) && line.find(kArrow) == std::string_view::npos;
    };
    if (isBlock("NOTE") || isBlock("STYLE") || isBlock("REGION")) {
      paragraph(lines);
      continue;
    }
    if (line.find(kArrow) == std::string_view::npos && !lines.next(line))
      lines.refuse("the file ends behind the name of a caption", "Save it again whole");
    const Times times = timesOf(line, lines);
    addCue(paragraph(lines), times, lines, transcript);
  }
  return transcript;
}

}  // namespace orator::words
