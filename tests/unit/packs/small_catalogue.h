#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/packs/published_files.h"

namespace orator::packs::test_data {

/// Three small weight files of no network in a folder, and the catalogue in which they are the published pack
/// "sadtalker-256": big.safetensors, map70.safetensors, map73.safetensors.
Catalogue writeSmallCatalogue(const std::filesystem::path& folder);

/// A safetensors file with the names and shapes of a network and zeros for numbers; its data is a hole in the
/// file. @param role "mapping70", ..., or "sadtalker" for all five @param prefix before the names of a single
/// network
void writeHollowCheckpoint(const std::filesystem::path& path, const std::string& role,
                           const std::string& prefix);

/// Changes the header text of a safetensors file; what replaces has the same length.
void replaceInHeader(const std::filesystem::path& path, const std::string& from, const std::string& to);

/// Keeps notes and stages; calls `onProgress` for each report.
class Recorder : public ProgressSink {
 public:
  void progress(std::string_view stage, std::int64_t done, std::int64_t total) override;
  void note(std::string_view text) override { notes += std::string(text) + "\n"; }

  std::string notes;
  std::vector<std::string> stages;
  std::int64_t firstDone = -1;  ///< of the stage "Downloading"
  std::function<void(std::string_view)> onProgress;
};

}  // namespace orator::packs::test_data
