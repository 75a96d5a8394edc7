#pragma once

#include <filesystem>

#include "core/base/descriptor.h"
#include "core/base/error.h"

namespace orator {

/// A folder that appears under its own name only when it is complete, as PartialFile does it for files. Until
/// then it is a hidden folder of a random name beside its place, with a file beside it that this program
/// holds locked. commit() lets it change places with the folder that was there, in one step where the disk
/// knows how. Destroyed without commit() it goes away; what a program left that was killed is put back or
/// removed by the next one that makes a folder there. While it lives, no second one of the same place can be
/// made, by no program on this machine. One thread.
class PartialFolder {
 public:
  /// Makes the folders above it, too.
  /// @throws Error outputUnwritable (no permission, a file of that name, another program is making it),
  /// diskFull
  explicit PartialFolder(const std::filesystem::path& target);
  ~PartialFolder();
  /// Puts back or removes what programs left in a folder that were killed while they made one there; making
  /// one does it, too. Nothing happens where there is no such folder.
  static void tidy(const std::filesystem::path& parent);
  PartialFolder(const PartialFolder&) = delete;
  PartialFolder& operator=(const PartialFolder&) = delete;

  const std::filesystem::path& target() const { return target_; }
  /// Where it is filled; valid until commit().
  const std::filesystem::path& path() const { return path_; }
  /// @throws Error outputUnwritable, diskFull; what was there is there then
  void commit();

 private:
  void exchange();

  std::filesystem::path target_, path_;
  std::filesystem::path lockFile_;
  Descriptor claim_, lock_;
};

}  // namespace orator
