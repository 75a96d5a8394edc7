#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/run_context.h"
#include "core/packs/published_files.h"

namespace orator::packs {

/// How imported files get into a pack. The sources are never written to.
enum class ImportMode {
  link,  ///< a hard link where the file system allows, else a copy
  copy,
};

struct ImportOptions {
  ImportMode mode = ImportMode::link;
  /// Published pack that a file with unknown SHA-256 is for, where packs differ by the numbers alone
  /// (sadtalker-256 and -512, wav2lip and -gan); empty: its file name says it, else the first of them.
  std::string as;
  /// Takes files that have the name of a published one but other bytes, where their tensors are those of a
  /// published file: forged, converted or saved again on purpose. Else they count as damaged.
  bool acceptAltered = false;
  /// Folder that holds packs/; empty: the user's data folder, userModelsFolder().
  std::filesystem::path modelsFolder;
};

/// A file that belongs into a pack.
struct FoundFile {
  std::filesystem::path path;
  std::string role;  ///< "sadtalker", "mapping70", "audio2exp", ...
  std::string sha256;
  bool published = false;  ///< has the SHA-256 of a published file; else it was known by its tensors
};

/// A weight file that was looked at and not taken.
struct RefusedFile {
  std::filesystem::path path;
  std::string reason;  ///< one sentence without a full stop
};

/// What a pack lacks before it can be made.
struct MissingFile {
  std::string pack;
  PublishedFile file;
};

struct ImportResult {
  std::vector<std::string> packs;  ///< made or renewed
  std::vector<FoundFile> found;
  std::vector<RefusedFile> refused;
  std::vector<MissingFile> missing;  ///< of packs that some file was found for
  /// Folders with the published parts of the Basel Face Model (01_MorphableModel.mat), which is imported by
  /// its own call.
  std::vector<std::filesystem::path> faceModelFolders;
};

/// ~/.local/share/orator/models or what XDG_DATA_HOME makes of it.
/// @throws Error outputUnwritable when there is no home folder
std::filesystem::path userModelsFolder();

/// Looks through files and folders, sub-folders included, for published weights (SadTalker's in old and new
/// form), and makes packs of them as soon as all files of a pack are there, counting those of an earlier
/// import. One rule for all files: a published SHA-256 is taken; a published name with other bytes is refused
/// unless ImportOptions::acceptAltered; what is left is taken by the names, shapes and values of its tensors.
/// A pack appears whole or not at all. Stages: "Looking", "Checking" (bytes), "Copying" (bytes). Needs about
/// a second for each 500 MB.
/// @throws Error fileNotFound (a path that does not exist), invalidArgument, outputUnwritable, diskFull,
/// cancelled. A damaged or foreign file is no Error: see ImportResult::refused.
/// @param catalogue the packs that can be made
ImportResult importPacks(const std::vector<std::filesystem::path>& paths, const ImportOptions& options,
                         const RunContext& context, const Catalogue& catalogue = publishedPacks());

}  // namespace orator::packs
