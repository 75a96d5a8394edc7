#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/packs/pack_import.h"

namespace orator::packs {

struct DownloadOptions {
  /// Address prefixes that are tried before the published ones: "https://host/folder/", "file:///media/usb/".
  std::vector<std::string> mirrors;
  /// Folder that holds packs/; empty: the user's data folder, userModelsFolder().
  std::filesystem::path modelsFolder;
};

/// What a download would do; to be shown before it starts.
struct DownloadPlan {
  PublishedPack pack;
  std::string licence;  ///< SPDX identifier
  std::string origin;
  std::vector<PublishedFile> files;  ///< still to fetch; their addresses in the order they will be tried
  std::vector<FoundFile> present;    ///< the others, by their SHA-256: in other packs, or put there by hand
  bool installed = false;            ///< the pack is whole; there is nothing to do
  std::uint64_t bytes = 0;           ///< of those files whose size is known, less what an earlier try left
  bool exact = true;                 ///< false: the size of some file is not known
  std::uint64_t freeBytes = 0;       ///< where the pack will lie
  std::filesystem::path folder;      ///< of the finished pack
  std::filesystem::path
      incoming;  ///< where files arrive as NAME.part, and are taken from when put there by hand
};

/// @param pack the id of a published pack
/// Computes SHA-256 of what lies in `incoming`.
/// @throws Error invalidArgument (no such pack, or one with a file whose SHA-256 its authors do not state)
DownloadPlan planDownload(const std::string& pack, const DownloadOptions& options,
                          const Catalogue& catalogue = publishedPacks());

/// The plan in words: name, size, licence, origin, folder.
std::string planText(const DownloadPlan& plan);
/// What to fetch by hand and where to put it: address, bytes, SHA-256 of each file.
std::string handText(const DownloadPlan& plan);

/// Fetches the files, going on where an earlier try stopped, checks each SHA-256, and makes the pack. A pack
/// appears whole or not at all; parts of a stopped download stay for the next try. Files with the right
/// SHA-256 in other packs are linked, not fetched.
/// Stages: "Downloading" (bytes, of 0 while a size is not known), "Checking" (bytes).
/// @throws Error packMissing (why, and as its remedy handText()), diskFull, outputUnwritable, cancelled
void downloadPack(const DownloadPlan& plan, const RunContext& context);

}  // namespace orator::packs
