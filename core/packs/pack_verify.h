#pragma once

#include "core/packs/pack.h"

namespace orator::packs {

/// One file of a pack, looked at closely.
struct VerifiedFile {
  PackFileState state;
  /// What is wrong with its tensors, naming them: missing, extra, of another shape or type, not numbers; or
  /// why it cannot be read. Empty for an intact file and for files that hold no networks.
  std::string faults;
  bool ok() const { return state.intact && faults.empty(); }
};

/// Presence, SHA-256 and, for files with networks, every tensor. About two seconds a gigabyte.
std::vector<VerifiedFile> verifyPackClosely(const Pack& pack);

/// The Error for a file that is not ok. @throws Error packMissing, packDamaged
void requireOk(const Pack& pack, const VerifiedFile& file);

}  // namespace orator::packs
