#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/run_context.h"

namespace orator::lab {

struct CaptureOptions {
  std::filesystem::path clips;   ///< folder of videos, searched with its subfolders
  std::filesystem::path output;  ///< made if missing: OUTPUT/NAME.safetensors, NAME as in a data set
  std::string pack = "studio";   ///< whose trackers and face model are used
  std::int64_t limit = 0;        ///< at most so many files, evenly spread over the names; 0: all
};

struct CaptureReport {
  std::int64_t clips = 0, frames = 0;  ///< that are there now
  std::vector<std::string> skipped;    ///< name and reason
};

/// Captures every video of a folder (capture::writeCapture()). Resumable: what is there is not made again.
/// Stage "capture" counts files.
/// @throws Error fileNotFound (no videos), packMissing, packDamaged, outputUnwritable, diskFull, cancelled
CaptureReport captureClips(const CaptureOptions& options, const RunContext& context);

}  // namespace orator::lab
