#include "core/lab/data_set/capture_clips.h"

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/capture/capture_file.h"
#include "core/lab/data_set/clip_files.h"

namespace orator::lab {
namespace {

namespace fs = std::filesystem;

bool isAboutTheVideo(ErrorCode code) {
  return code == ErrorCode::noFace || code == ErrorCode::pictureTooSmall ||
         code == ErrorCode::unreadableMedia;
}

}  // namespace

CaptureReport captureClips(const CaptureOptions& options, const RunContext& context) {
  const std::vector<fs::path> files = spreadOver(videosIn(options.clips), options.limit);
  const packs::Pack pack = packs::openPack(options.pack);
  CaptureReport report;
  for (std::size_t i = 0; i < files.size(); ++i) {
    context.throwIfCancelled();
    context.progress("capture", std::int64_t(i), std::int64_t(files.size()));
    const fs::path name = files[i].lexically_relative(options.clips);
    const fs::path file = (options.output / name).replace_extension(".safetensors");
    try {
      if (!fs::exists(file)) {
        const capture::Capture seen = capture::captureVideo(files[i], pack, {context.stop, nullptr});
        makeFolder(file.parent_path());
        capture::writeCapture(seen, file);
      }
      report.frames += std::int64_t(capture::readCapture(file).frames.size());
      ++report.clips;
    } catch (const Error& error) {
      if (!isAboutTheVideo(error.code())) throw;
      report.skipped.push_back(name.generic_string() + ": " + error.reason());
    }
  }
  context.progress("capture", std::int64_t(files.size()), std::int64_t(files.size()));
  return report;
}

}  // namespace orator::lab
