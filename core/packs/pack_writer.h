#pragma once

#include "core/packs/pack.h"

namespace orator::packs {

/// Writes `pack.folder`/pack.json for the pack's files, which lie in that folder, and lets it share the
/// landmark networks, the person matte and the studio's face model with the pack "studio".
/// @throws Error invalidArgument (a file outside the folder), outputUnwritable, diskFull
void writePackJson(const Pack& pack);

}  // namespace orator::packs
