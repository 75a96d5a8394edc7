#pragma once

#include <filesystem>
#include <string>

#include "core/packs/pack.h"

namespace orator::packs {

inline constexpr char kPackFileEnding[] = ".oratorpack";

/// Gives an installed pack another name; a personal one keeps "person-" before it. Its folder changes its
/// name in one step. @return the new id
/// @throws Error invalidArgument (the program's own pack, no good name, a name that is taken), packMissing,
/// packDamaged, outputUnwritable
std::string renamePack(const std::string& id, const std::string& name);

/// The pack as one file: its description and the files of its own, whose SHA-256 are checked. What it shares
/// with the program's pack is not in it. The format is safetensors: a tensor u8 [bytes] for every file, and
/// "format" ("orator pack 1"), "id" and "files" (JSON list of names) in the metadata.
/// @throws Error packMissing, packDamaged, invalidArgument (files outside its folder, another ending),
/// outputUnwritable, diskFull
void exportPack(const std::string& id, const std::filesystem::path& file);

/// Installs what exportPack() wrote into the user's data folder, whole or not at all. A pack of that name is
/// not replaced. @param name to be installed under; empty: as it was called
/// @return the id
/// @throws Error fileNotFound, checkpointRefused (not such a file, a damaged one), packDamaged (for another
/// version of the program's pack), invalidArgument (the name is taken or no good one), outputUnwritable,
/// diskFull
std::string installPackFile(const std::filesystem::path& file, const std::string& name = {});

/// Removes an installed pack with its files. @throws Error invalidArgument (the program's own pack),
/// packMissing, outputUnwritable
void deletePack(const std::string& id);

/// Whether a pack may be renamed and deleted: it lies in the user's data folder or in $ORATOR_MODELS and is
/// not the one that others share files with.
bool isRemovable(const Pack& pack);

}  // namespace orator::packs
