#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/words/captions.h"
#include "core/words/transcript.h"

namespace orator::words {

/// What a file of words is, by the ending of its name: ".srt", ".vtt", ".TextGrid" (Praat), ".json" (ours),
/// or
/// ".txt", which has Audacity's labels where its first line is one, and else a text without times.
struct TranscriptFormat {
  std::string_view ending;
  std::string_view name;
  bool isWritten;
};
const std::vector<TranscriptFormat>& transcriptFormats();
/// ".srt, .vtt, .TextGrid, .json or .txt". @param written those alone that are written
std::string transcriptEndings(bool written);

inline constexpr std::size_t kLargestTranscript = 16u << 20;  ///< bytes

/// Captions become words: those of one share its time by their lengths, or by the times that a WebVTT file
/// has inside; the first one of each says that a caption begins there. Marks for fonts and places are left
/// out. UTF-8, or UTF-16 with its mark. Any thread.
/// @throws Error fileNotFound, notAFile, unreadableProject with the line and what is wrong in it
Transcript readTranscript(const std::filesystem::path& file);

/// Before any work. @throws Error invalidArgument for an ending that is not written
void requireTranscriptEnding(const std::filesystem::path& file);
/// @param rules of the captions in .srt and .vtt; .TextGrid and .json hold the words alone
/// @throws Error invalidArgument (not timed, an ending that is not written), outputUnwritable, diskFull
void writeTranscript(const Transcript& transcript, const std::filesystem::path& file,
                     const CaptionRules& rules);

}  // namespace orator::words
