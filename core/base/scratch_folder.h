#pragma once

#include <filesystem>
#include <string>

namespace orator {

/// A folder of this program alone, in the system's folder for files that nobody keeps: its name is made by
/// chance and its rights are the user's, so that nothing can lie in wait there. It goes away with its owner.
class ScratchFolder {
 public:
  /// @param purpose a word for its name @throws Error outputUnwritable, diskFull
  explicit ScratchFolder(const std::string& purpose);
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace orator
