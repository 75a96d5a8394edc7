#include "core/pipeline/output_check.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <string_view>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/output_guard.h"
#include "core/base/partial_folder.h"
#include "core/media/film/film_writer.h"
#include "core/pipeline/film_form.h"
#include "core/pipeline/frame_journal.h"
#include "core/words/transcript_file.h"

namespace orator::pipeline {
namespace {

namespace fs = std::filesystem;

/// Whether a file begins like MP4 or QuickTime, Matroska or WebM, AVI, GIF, or WebP that moves.
bool isFilm(const fs::path& file) {
  std::array<char, 32> head{};
  std::ifstream(file, std::ios::binary).read(head.data(), head.size());
  const std::string_view bytes(head.data(), head.size()), box = bytes.substr(4, 4), kind = bytes.substr(8, 4);
  // A WebP tells it by a bit behind the name of its first chunk, "VP8X".
  const bool moves = bytes.substr(12, 4) == "VP8X" && (bytes[20] & 2) != 0;
  static constexpr std::array<std::string_view, 7> kFirstBoxes{"ftyp", "moov", "mdat", "free",
                                                               "skip", "wide", "styp"};
  return std::find(kFirstBoxes.begin(), kFirstBoxes.end(), box) != kFirstBoxes.end() ||
         bytes.starts_with("\x1A\x45\xDF\xA3") || bytes.starts_with("GIF8") ||
         (bytes.starts_with("RIFF") && (kind == "AVI " || (kind == "WEBP" && moves)));
}

}  // namespace

fs::path journalFile(const fs::path& output) {
  fs::path file = output;
  file += ".frames";
  return file;
}

void removeJournal(const fs::path& output) {
  const fs::path file = journalFile(output);
  std::error_code ignored;  // a journal that stays is only space
  if (FrameJournal::isOne(file)) fs::remove(file, ignored);
}

std::vector<fs::path> inputsOf(const AnimateRequest& request) {
  return {request.portrait,
          request.voice,
          request.track,
          request.motion.poseReference,
          request.motion.blinkReference,
          request.scene.behindFile,
          request.scene.captions};
}

namespace {

/// Whether a folder holds a film as numbered pictures and nothing else.
bool isSequence(const fs::path& folder) {
  const std::vector<fs::path> entries = entriesOf(folder);
  return std::all_of(entries.begin(), entries.end(), media::isOfSequence);
}

/// The place of a film that is a folder. What else lies in one of its name would be lost.
void checkSequence(const fs::path& output) {
  if (isThere(output) && !isFolder(output))
    throw Error(ErrorCode::invalidArgument, pathText(output),
                "there is a file of this name, where a folder is made", "Choose another name");
  if (isFolder(output) && !isSequence(output))
    throw Error(ErrorCode::invalidArgument, pathText(output),
                "there is a folder of this name with other files than those of a film",
                "Choose another name");
  const fs::path parent = absolutePath(output).parent_path();
  if (!isFolder(parent)) throw writeError(output, ENOENT);
  const PartialFolder probe(output);
}

void checkCaptionsOutput(const AnimateRequest& request) {
  if (request.scene.captions.empty() && !request.words)
    throw Error(ErrorCode::invalidArgument, pathText(request.captionsOutput),
                "there are no words to write there", "Name a file with the words: --captions");
  words::requireTranscriptEnding(request.captionsOutput);
  const PartialFile probe(request.captionsOutput);
}

}  // namespace

void checkOutput(const AnimateRequest& request) {
  const fs::path& output = request.output;
  requireSeparateFiles({output, journalFile(output), request.captionsOutput}, inputsOf(request));
  if (!request.captionsOutput.empty()) checkCaptionsOutput(request);
  if (formOf(request).isSequence()) return checkSequence(output);
  const bool replaces = isFile(output) && sizeOfFile(output) > 0;
  if (replaces && !request.overwrite && !isFilm(output))
    throw Error(ErrorCode::invalidArgument, pathText(output), "there is a file of this name that is no film",
                "Choose another name, delete that file, or give --overwrite");
  const PartialFile probe(output);
}

}  // namespace orator::pipeline
