#pragma once

#include "core/packs/pack.h"

namespace orator::packs {

/// Presence and integrity of one file. The digest of an unchanged file (same size and time of change) is
/// computed once per process. Thread-safe.
PackFileState checkPackFile(const PackFile& file);

}  // namespace orator::packs
