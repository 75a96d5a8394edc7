#include "core/pipeline/output_check.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/base/output_guard.h"
#include "core/pipeline/frame_journal.h"

namespace orator::pipeline {
namespace {

namespace fs = std::filesystem;

/// Whether a file begins like MP4 or QuickTime, Matroska or WebM, or AVI.
bool isFilm(const fs::path& file) {
  std::array<char, 12> head{};
  std::ifstream(file, std::ios::binary).read(head.data(), head.size());
  const std::string_view bytes(head.data(), head.size()), box = bytes.substr(4, 4);
  static constexpr std::array<std::string_view, 7> kFirstBoxes{"ftyp", "moov", "mdat", "free",
                                                               "skip", "wide", "styp"};
  return std::find(kFirstBoxes.begin(), kFirstBoxes.end(), box) != kFirstBoxes.end() ||
         bytes.starts_with("\x1A\x45\xDF\xA3") || (bytes.starts_with("RIFF") && bytes.ends_with("AVI "));
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
  return {request.portrait, request.voice, request.track, request.motion.poseReference,
          request.motion.blinkReference};
}

void checkOutput(const AnimateRequest& request) {
  const fs::path& output = request.output;
  requireSeparateFiles({output, journalFile(output)}, inputsOf(request));
  const bool replaces = isFile(output) && sizeOfFile(output) > 0;
  if (replaces && !request.overwrite && !isFilm(output))
    throw Error(ErrorCode::invalidArgument, pathText(output), "there is a file of this name that is no film",
                "Choose another name, delete that file, or give --overwrite");
  const PartialFile probe(output);
}

}  // namespace orator::pipeline
