#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace orator::packs {

/// One file of a pack, as pack.json declares it.
struct PackFile {
  std::string role;  ///< "face_detector", "attention_mesh", "person_matte", "face_model", "motion", ...
  std::filesystem::path path;  ///< absolute
  std::string sha256;          ///< lower-case hexadecimal
  std::string origin;          ///< where it comes from, for the user: package and version, or "Orator"
  std::string licence;         ///< SPDX identifier
};

/// A folder models/packs/<id> with pack.json: the weights that belong together.
struct Pack {
  std::string id;
  std::string title;
  std::filesystem::path folder;
  std::string motionModel;             ///< registry name, for example "interim" or "sadtalker"
  std::vector<std::string> renderers;  ///< registry names, the first is the default
  std::vector<PackFile> files;

  /// Path of the file with this role, checked to exist and to have its checksum (once per process and file).
  /// @throws Error packMissing, packDamaged
  std::filesystem::path file(const std::string& role) const;
};

/// Folders searched for packs: $ORATOR_MODELS, the models/ folder beside or above the executable, the user's
/// data folder.
std::vector<std::filesystem::path> modelFolders();

/// @throws Error packMissing (names the folders searched and the set-up command), packDamaged (malformed
/// pack.json)
Pack openPack(const std::string& id);

/// Every pack that has a readable pack.json.
std::vector<Pack> listPacks();

/// One line of a verification.
struct PackFileState {
  PackFile file;
  bool present = false;
  bool intact = false;
};
std::vector<PackFileState> verifyPack(const Pack& pack);

}  // namespace orator::packs
