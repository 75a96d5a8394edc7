#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/run_context.h"

namespace orator::lab {

/// `orator-lab dataset finish`: footage of people made into pairs of crops,
/// core/learning/finish/finish_pairs.h.
struct FinishSetOptions {
  std::filesystem::path clips;  ///< folder of videos, searched with its subfolders, their tables beside them
  std::filesystem::path set;    ///< what is there already is kept
  std::string pack = "studio";
  int clipsOfSpeaker = 8;  ///< at most so many, the first by name
  bool freeOnly = false;   ///< leaves out what a table calls non-commercial or for research only
  int sources = 2, targets = 32;
  std::uint64_t seed = 1;
};

struct FinishSetReport {
  std::int64_t clips = 0, mouths = 0, eyes = 0;
  std::vector<std::string> skipped;  ///< name and reason
};

/// Stage "clips" counts files. @throws Error fileNotFound (no videos), packMissing, packDamaged,
/// outputUnwritable, diskFull, cancelled
FinishSetReport buildFinishSet(const FinishSetOptions& options, const RunContext& context);

}  // namespace orator::lab
