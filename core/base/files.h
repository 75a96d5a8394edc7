#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace orator {

/// UTF-8 text of a path, for messages and for libraries that take UTF-8.
std::string pathText(const std::filesystem::path& path);

/// @throws Error fileNotFound, notAFile (a directory or a device)
void requireFile(const std::filesystem::path& path);

/// The whole file. @throws Error fileNotFound, notAFile, `whenUnreadable`
std::vector<std::uint8_t> readFile(const std::filesystem::path& path, ErrorCode whenUnreadable);

/// The Error for a failed write: diskFull for no space, quota or size limit, else outputUnwritable.
/// @param errorNumber as in errno
Error writeError(const std::filesystem::path& path, int errorNumber);

/// An output that appears under its own name only when it is complete. Writers write to path(); commit()
/// renames. Destroyed without commit() it removes what was written.
class PartialFile {
 public:
  /// @throws Error outputUnwritable (missing folder, a directory of that name, no permission)
  explicit PartialFile(std::filesystem::path target);
  ~PartialFile();
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  const std::filesystem::path& target() const { return target_; }
  const std::filesystem::path& path() const { return partial_; }  ///< `<target>.part`
  /// @throws Error outputUnwritable, diskFull
  void commit();

 private:
  std::filesystem::path target_, partial_;
  bool committed_ = false;
};

/// Writes all bytes through a PartialFile. @throws Error outputUnwritable, diskFull
void writeFile(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);
void writeFile(const std::filesystem::path& path, const std::string& text);

}  // namespace orator
