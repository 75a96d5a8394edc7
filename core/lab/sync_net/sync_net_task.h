#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/run_context.h"

namespace orator::lab {

/// `orator-lab train syncnet`: what the program says, without LibTorch.
struct SyncNetTask {
  std::filesystem::path set, folder;
  std::string pack = "studio";
  std::filesystem::path heldOut;  ///< speakers to validate on, as learning::SplitOptions
  std::int64_t steps = 1500;
  std::uint64_t seed = 1;
  std::string device = "auto";  ///< auto, cpu, cuda
};

struct SyncNetResult {
  std::size_t trainingClips = 0, validationClips = 0;
  double found = 0, distance = 0, confidence = 0;  ///< as SyncNetScore
};

/// Reads the set, parts it by speaker and trains. @throws Error as learning::splitSet() and trainSyncNet()
SyncNetResult trainSyncNet(const SyncNetTask& task, const RunContext& context);

}  // namespace orator::lab
