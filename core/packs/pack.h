#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace orator::packs {

/// One file of a pack, as pack.json declares it.
struct PackFile {
  std::string role;  ///< "face_detector", "attention_mesh", "person_matte", "face_model", "audio2exp", ...
  std::filesystem::path path;  ///< absolute
  std::string sha256;          ///< lower-case hexadecimal
  std::string origin;          ///< where it comes from, for the user: package and version, or "Orator"
  std::string licence;         ///< SPDX identifier
};

/// A folder models/packs/ID with pack.json: the weights that belong together.
struct Pack {
  std::string id;  ///< name of the folder
  std::string title;
  std::filesystem::path folder;
  /// What its networks are for: empty, to animate portraits; "judge", "teach", "enhance": to be used beside a
  /// pack that animates, without a motion model and renderers of its own.
  std::string purpose;
  std::string motionModel;             ///< registry name, for example "studio" or "sadtalker"
  std::vector<std::string> renderers;  ///< registry names, the first is the default
  std::string coefficientBasis;  ///< "studio" (the default) or "bfm": the face model of the coefficients
  int pictureSizePx = 0;         ///< side of the square a neural renderer works on: 256, 512; 0: any
  std::vector<PackFile> files;

  bool animates() const { return purpose.empty(); }
  /// @throws Error invalidArgument unless it animates
  void requireAnimates() const;
  bool has(std::string_view role) const;
  /// Path of the file with this role, checked to exist and to have its checksum (once per process and file).
  /// @throws Error packMissing, packDamaged
  std::filesystem::path file(const std::string& role) const;
};

/// Folders searched for packs: $ORATOR_MODELS, the models/ folder beside or above the executable, the user's
/// data folder.
std::vector<std::filesystem::path> modelFolders();

/// @param id name of an installed pack, or a path (whatever has a slash in it) of a pack's folder anywhere
/// @throws Error packMissing (names the folders searched and the set-up command, or what to do about a folder
/// that is no pack), packDamaged (malformed pack.json), invalidArgument (neither a name nor a path)
Pack openPack(const std::string& id);

/// Reads the pack.json of one folder. The pack is called as its folder is, so that a copy under another name
/// is a pack of its own. A file entry {"role": R, "pack": ID} stands for the file of that role in the
/// installed pack ID.
/// @throws Error packDamaged (malformed pack.json), packMissing (a pack it shares files with)
Pack readPack(const std::filesystem::path& folder);

/// Every pack that has a readable pack.json.
std::vector<Pack> listPacks();
/// Those of them that animate portraits.
std::vector<Pack> listAnimatingPacks();
/// The first installed pack with a file of this role. @throws Error packMissing (how to get the pack `id`)
Pack packWithRole(const std::string& role, const std::string& id);

/// One line of a verification.
struct PackFileState {
  PackFile file;
  bool present = false;
  bool intact = false;
};
std::vector<PackFileState> verifyPack(const Pack& pack);

}  // namespace orator::packs
