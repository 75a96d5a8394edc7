#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "core/base/run_context.h"

namespace orator::lab {

struct BuildOptions {
  std::filesystem::path clips;      ///< folder of videos, searched with its subfolders
  std::filesystem::path set;        ///< made if missing; work already done in it is kept
  std::filesystem::path landmarks;  ///< optional: SUBFOLDER/STEM.json of `orator landmarks`, used instead
                                    ///< of tracking where the file exists
  std::string pack = "studio";      ///< whose trackers and face model are used
  int workers = 0;                  ///< clips at a time, one thread each; 0: one for every core
  std::int64_t limit = 0;           ///< at most so many files, evenly spread over the names; 0: all
};

/// The records of a set, counted.
struct BuildReport {
  std::int64_t files = 0, accepted = 0, stretches = 0, withVoice = 0;
  std::int64_t frames = 0;      ///< accepted, at 25 a second
  std::int64_t framesRead = 0;  ///< of the source files, by this call
  double seconds = 0;           ///< this call took
  std::int64_t offsetsMeasured = 0, offsetsCorrected = 0;
  std::map<std::string, std::int64_t> rejected;  ///< reason and number of files
  std::map<std::string, std::int64_t> speakers;  ///< frames of each
};

/// Makes or completes a data set (core/learning/clips/data_set.h) and writes SET/report.json and
/// SET/report.txt. A file is rejected, with its reason, when it cannot be read, shows no face, shows it for
/// less than 0.8 s at a stretch, too small (under 48 pixels) or turned away (over 50 degrees), when the face
/// model does not fit, or when the voice is off by more than 0.4 s. A clear smaller offset of over half a
/// frame is corrected. Files without sound are accepted; their clips have no voice. Resumable: files with a
/// record are not read again. Stage "dataset" counts files.
/// @throws Error fileNotFound (no videos), packMissing, packDamaged, outputUnwritable, diskFull, cancelled
BuildReport buildDataSet(const BuildOptions& options, const RunContext& context);

/// The report for a person.
std::string reportText(const BuildReport& report);

}  // namespace orator::lab
