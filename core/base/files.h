#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/descriptor.h"
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

/// An output that appears under its own name only when it is complete. Until then it has no name at all
/// (Linux's O_TMPFILE), so nothing remains even of a program that is killed; on a disk that does not know
/// that it is a file of a random name beside its place, created for it alone. commit() brings the bytes to
/// the disk and puts the file in place: a link stays a link and what it points to is replaced, and the rights
/// of the old file stay. Destroyed without commit() it removes what was written. While it lives, no second
/// one of the same place can be made, by no program on this machine. One thread.
class PartialFile {
 public:
  /// @param patience how long to wait for another one of the same place
  /// @throws Error outputUnwritable (missing folder, a folder, a device or a pipe of that name, no
  /// permission, another program is writing it)
  explicit PartialFile(std::filesystem::path target, std::chrono::milliseconds patience = {});
  ~PartialFile();
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  const std::filesystem::path& target() const { return target_; }
  /// For libraries that open what they write by name; valid until commit().
  const std::filesystem::path& path() const { return path_; }
  /// Adds bytes at the end. @throws Error outputUnwritable, diskFull
  void write(std::span<const std::uint8_t> bytes);
  /// @throws Error outputUnwritable, diskFull
  void commit();

 private:
  void create(const std::filesystem::path& folder);
  void keepRights() const;
  void putInPlace();

  std::filesystem::path target_, place_;  ///< as it was named; where links lead
  std::filesystem::path path_;
  std::filesystem::path named_;  ///< of a name of its own: what the destructor removes
  Descriptor claim_, file_;
};

/// Writes all bytes through a PartialFile. @throws Error outputUnwritable, diskFull
void writeFile(const std::filesystem::path& path, std::span<const std::uint8_t> bytes);
void writeFile(const std::filesystem::path& path, const std::string& text);

}  // namespace orator
