#include "core/words/transcript_file.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/json_value.h"
#include "core/base/number.h"
#include "core/words/transcript_readers.h"
#include "core/words/words_json.h"

namespace orator::words {
namespace {

namespace fs = std::filesystem;

std::string inSmallLetters(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

/// UTF-16 with its mark, which Praat and editors of captions write, as UTF-8.
std::string fromUtf16(const std::vector<std::uint8_t>& bytes, bool isBigEndian) {
  std::string text;
  const auto unit = [&](std::size_t at) {
    return char32_t(isBigEndian ? bytes[at] << 8 | bytes[at + 1] : bytes[at] | bytes[at + 1] << 8);
  };
  const auto add = [&](char32_t letter) {
    if (letter < 0x80) {
      text += char(letter);
      return;
    }
    const int behind = letter < 0x800 ? 1 : letter < 0x10000 ? 2 : 3;
    text += char((0xFF00 >> (behind + 1) & 0xFF) | int(letter >> 6 * behind));
    for (int i = behind - 1; i >= 0; --i) text += char(0x80 | (letter >> 6 * i & 0x3F));
  };
  for (std::size_t at = 2; at + 1 < bytes.size(); at += 2) {
    char32_t letter = unit(at);
    const bool isFirst = letter >= 0xD800 && letter < 0xDC00;
    if (isFirst && at + 3 < bytes.size() && unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000) {
      letter = 0x10000 + ((letter - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    } else if (letter >= 0xD800 && letter < 0xE000) {
      letter = 0xFFFD;
    }
    add(letter);
  }
  return text;
}

std::string textOf(const fs::path& file) {
  requireFile(file);
  const auto refused = [&](const std::string& reason, const std::string& remedy) {
    return Error(ErrorCode::unreadableProject, pathText(file), reason, remedy);
  };
  if (sizeOfFile(file) > kLargestTranscript)
    throw refused("it is larger than the text of any voice",
                  "Give at most " + std::to_string(kLargestTranscript >> 20) + " MB of text");
  const std::vector<std::uint8_t> bytes = readFile(file, ErrorCode::unreadableProject);
  const auto beginsWith = [&](std::initializer_list<std::uint8_t> mark) {
    return bytes.size() >= mark.size() && std::equal(mark.begin(), mark.end(), bytes.begin());
  };
  std::string text(bytes.begin() + (beginsWith({0xEF, 0xBB, 0xBF}) ? 3 : 0), bytes.end());
  if (beginsWith({0xFF, 0xFE}) || beginsWith({0xFE, 0xFF})) text = fromUtf16(bytes, bytes[0] == 0xFE);
  if (!isUtf8(text)) throw refused("it is no text in UTF-8", "Save it again as UTF-8");
  return text;
}

// ---- writers

long long millisecondsOf(double seconds) {
  return std::llround(seconds * 1000);
}

/// "00:01:02,345"
std::string clockText(double seconds, char point) {
  const long long milliseconds = millisecondsOf(seconds);
  char text[40];
  std::snprintf(text, sizeof text, "%02lld:%02lld:%02lld%c%03lld", milliseconds / 3'600'000,
                milliseconds / 60'000 % 60, milliseconds / 1000 % 60, point, milliseconds % 1000);
  return text;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

std::string subRip(const Transcript& transcript, const CaptionRules& rules) {
  std::string text;
  int number = 0;
  for (const Caption& caption : captionsOf(transcript, rules)) {
    text += std::to_string(++number) + "\n" + clockText(caption.beginSeconds, ',') + " --> " +
            clockText(caption.endSeconds, ',') + "\n";
    for (const std::vector<Word>& line : caption.lines) text += replaced(joined(line), "-->", "->") + "\n";
    text += "\n";
  }
  return text;
}

std::string webVttWord(const std::string& word) {
  return replaced(replaced(replaced(word, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
}

/// With the begins of words inside captions, by which players show the word that is said.
std::string webVtt(const Transcript& transcript, const CaptionRules& rules) {
  std::string text = "WEBVTT\n\n";
  for (const Caption& caption : captionsOf(transcript, rules)) {
    text += clockText(caption.beginSeconds, '.') + " --> " + clockText(caption.endSeconds, '.') + "\n";
    long long before = millisecondsOf(caption.beginSeconds);
    for (const std::vector<Word>& line : caption.lines) {
      for (std::size_t i = 0; i < line.size(); ++i) {
        // Where a space goes, the joined pair tells.
        if (i > 0 && joined({line[i - 1], line[i]}).size() > line[i - 1].text.size() + line[i].text.size())
          text += ' ';
        const long long moment = millisecondsOf(line[i].beginSeconds);
        if (moment > before && moment < millisecondsOf(caption.endSeconds))
          text.append("<").append(clockText(line[i].beginSeconds, '.')).append(">");
        before = std::max(before, moment);
        text += webVttWord(line[i].text);
      }
      text += "\n";
    }
    text += "\n";
  }
  return text;
}

std::string praatQuoted(const std::string& text) {
  return std::string("\"").append(replaced(text, "\"", "\"\"")).append("\"");
}

/// One tier of words, with empty intervals where nobody speaks.
std::string textGrid(const Transcript& transcript) {
  struct Interval {
    double begin, end;
    std::string text;
  };
  std::vector<Interval> intervals;
  double at = 0;
  for (const Word& word : transcript.words) {
    if (word.endSeconds <= word.beginSeconds) {  // Praat knows no interval without a length
      if (!intervals.empty()) intervals.back().text += " " + word.text;
      continue;
    }
    if (word.beginSeconds > at) intervals.push_back({at, word.beginSeconds, ""});
    intervals.push_back({word.beginSeconds, word.endSeconds, word.text});
    at = word.endSeconds;
  }
  if (intervals.empty()) intervals.push_back({0, 1, ""});
  const std::string range = "xmin = 0\nxmax = " + numberText(intervals.back().end) + "\n";
  std::string text = "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n" + range +
                     "tiers? <exists>\nsize = 1\nitem []:\n    item [1]:\n        class = \"IntervalTier\"\n"
                     "        name = \"words\"\n" +
                     range + "        intervals: size = " + std::to_string(intervals.size()) + "\n";
  for (std::size_t i = 0; i < intervals.size(); ++i)
    text += "        intervals [" + std::to_string(i + 1) +
            "]:\n            xmin = " + numberText(intervals[i].begin) +
            "\n            xmax = " + numberText(intervals[i].end) +
            "\n            text = " + praatQuoted(intervals[i].text) + "\n";
  return text;
}

std::string wordsText(const Transcript& transcript) {
  const nlohmann::json object{
      {"format", kWordsFormat}, {"version", kWordsVersion}, {"words", wordsJson(transcript.words)}};
  return object.dump(2) + "\n";
}

}  // namespace

const std::vector<TranscriptFormat>& transcriptFormats() {
  static const std::vector<TranscriptFormat> formats{{".srt", "SubRip captions", true},
                                                     {".vtt", "WebVTT captions", true},
                                                     {".TextGrid", "Praat TextGrid", true},
                                                     {".json", "Words of Orator", true},
                                                     {".txt", "Text, or labels of Audacity", false}};
  return formats;
}

std::string transcriptEndings(bool written) {
  std::vector<std::string_view> endings;
  for (const TranscriptFormat& format : transcriptFormats())
    if (format.isWritten || !written) endings.push_back(format.ending);
  std::string text;
  for (std::size_t i = 0; i < endings.size(); ++i)
    text.append(i == 0 ? "" : i + 1 < endings.size() ? ", " : " or ").append(endings[i]);
  return text;
}

Transcript readTranscript(const fs::path& file) {
  const std::string text = textOf(file), subject = pathText(file),
                    ending = inSmallLetters(pathText(file.extension()));
  Transcript transcript;
  if (ending == ".srt")
    transcript = readSubRip(text, subject);
  else if (ending == ".vtt")
    transcript = readWebVtt(text, subject);
  else if (ending == ".textgrid")
    transcript = readTextGrid(text, subject);
  else if (ending == ".json")
    transcript = readWordsJson(text, subject);
  else if (ending != ".txt")
    throw Error(ErrorCode::unreadableProject, subject, "its ending tells no form of text or captions",
                "Name it " + transcriptEndings(false));
  else if (isAudacityLabels(text))
    transcript = readAudacityLabels(text, subject);
  else
    return untimed(text, subject);
  checkTranscript(transcript, subject);
  if (transcript.words.empty())
    throw Error(ErrorCode::unreadableProject, subject, "there is no word in it",
                "Give a file with the text that the voice speaks");
  return transcript;
}

void requireTranscriptEnding(const fs::path& file) {
  const std::string ending = inSmallLetters(pathText(file.extension()));
  for (const TranscriptFormat& format : transcriptFormats())
    if (format.isWritten && ending == inSmallLetters(std::string(format.ending))) return;
  throw Error(ErrorCode::invalidArgument, pathText(file),
              "its ending tells no form that words are written in", "Name it " + transcriptEndings(true));
}

void writeTranscript(const Transcript& transcript, const fs::path& file, const CaptionRules& rules) {
  requireTranscriptEnding(file);
  if (!transcript.isTimed)
    throw Error(ErrorCode::invalidArgument, pathText(file), "the words have no times",
                "Give the voice as well");
  const std::string ending = inSmallLetters(pathText(file.extension()));
  writeFile(file, ending == ".srt"        ? subRip(transcript, rules)
                  : ending == ".vtt"      ? webVtt(transcript, rules)
                  : ending == ".textgrid" ? textGrid(transcript)
                                          : wordsText(transcript));
}

}  // namespace orator::words
