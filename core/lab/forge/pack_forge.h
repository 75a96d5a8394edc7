#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "core/base/run_context.h"

namespace orator::lab {

/// Writes a whole pack of random weights that looks like the published one: its files under their published
/// names and pack.json. 0.8 GB for SadTalker, 15 to 390 MB for the others. For tests and benchmarks: it moves
/// and draws, but has learnt nothing. The pack's name is the folder's; packs::openPack() takes its path, or
/// its name where the folder is
/// `$ORATOR_MODELS/packs/<name>`.
/// @param like the id of a published pack, for example "sadtalker-256"
/// @param folder made, with the folders above it, when all of it is there
/// @throws Error invalidArgument (no such pack, or the folder holds something), outputUnwritable, diskFull,
/// cancelled
void forgePack(std::string_view like, std::uint64_t seed, const std::filesystem::path& folder,
               const RunContext& context);

}  // namespace orator::lab
