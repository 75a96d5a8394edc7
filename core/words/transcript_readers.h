#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/words/transcript.h"

namespace orator::words {

// The readers of single formats. `text` is UTF-8 without a byte order mark; `subject` names the file.
// @throws Error unreadableProject, with the line

Transcript readSubRip(std::string_view text, const std::string& subject);
Transcript readWebVtt(std::string_view text, const std::string& subject);
/// The tier whose name has "word" in it, else the first one of intervals or points.
Transcript readTextGrid(std::string_view text, const std::string& subject);
Transcript readAudacityLabels(std::string_view text, const std::string& subject);
/// Whether the first line is a label.
bool isAudacityLabels(std::string_view text);
inline constexpr const char* kWordsFormat = "orator-words";
inline constexpr int kWordsVersion = 1;
Transcript readWordsJson(std::string_view text, const std::string& subject);

/// Lines of a text one after another, with their numbers; "\n", "\r\n" and "\r" end one.
class LineReader {
 public:
  LineReader(std::string_view text, std::string subject) : rest_(text), subject_(std::move(subject)) {}
  /// @return false behind the last line
  bool next(std::string_view& line);
  int number() const { return number_; }  ///< of the line that was read last, from 1
  /// @throws Error unreadableProject that names the line @param remedy a sentence
  [[noreturn]] void refuse(const std::string& reason, const std::string& remedy) const;

 private:
  std::string_view rest_;
  std::string subject_;
  int number_ = 0;
};

/// Without white space (ASCII) at its ends.
std::string_view trimmed(std::string_view text);
/// "1:02:03.4", "02:03,400" in seconds; nothing for any other text.
std::optional<double> clockSeconds(std::string_view text);

/// Adds the words of a caption, which share its time by their lengths.
/// @throws Error by `lines` where the caption runs backwards, begins before the one before it, or there are
/// too many words
void addCaption(std::string_view text, double beginSeconds, double endSeconds, bool beginsCaption,
                const LineReader& lines, Transcript& transcript);

}  // namespace orator::words
