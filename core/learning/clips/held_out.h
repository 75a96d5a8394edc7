#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace orator::learning {

/// A number in [0, 1) that belongs to a name, the same on every machine.
double nameHash(const std::string& name);

/// Who is held out: the speakers of a list, or every sixth by a hash of the name.
class HeldOut {
 public:
  /// @param list one speaker a line; empty: by the hash @throws Error fileNotFound
  explicit HeldOut(const std::filesystem::path& list);
  bool contains(const std::string& speaker) const;

 private:
  std::set<std::string> names_;
};

}  // namespace orator::learning
