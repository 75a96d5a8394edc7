#pragma once

#include <filesystem>
#include <utility>
#include <vector>

namespace orator::project {

/// Makes room for a new version of a project: the present one becomes FILE.1, that one FILE.2 and so on,
/// and beyond kBackupCount the oldest goes. Files of these names that are no projects are left alone, and
/// their numbers left out. Destroyed without keep() it puts everything back, so a save that fails costs
/// nothing.
class BackupRotation {
 public:
  /// @param file need not exist. @throws Error outputUnwritable, diskFull; everything is as before then
  explicit BackupRotation(const std::filesystem::path& file);
  ~BackupRotation();
  BackupRotation(const BackupRotation&) = delete;
  BackupRotation& operator=(const BackupRotation&) = delete;

  /// The new version is in place: the oldest backup is deleted.
  void keep();

 private:
  void move(const std::filesystem::path& from, const std::filesystem::path& to);
  void putBack();

  std::vector<std::pair<std::filesystem::path, std::filesystem::path>> moves_;  ///< from, to
  std::filesystem::path newest_;  ///< the copy of the present version, where one was made
  std::filesystem::path oldest_;  ///< where the one beyond the last waits
};

}  // namespace orator::project
