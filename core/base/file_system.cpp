#include "core/base/file_system.h"

#include <algorithm>
#include <system_error>

#include "core/base/files.h"

namespace orator {

namespace fs = std::filesystem;

bool isThere(const fs::path& path) {
  std::error_code unreachable;
  return fs::exists(path, unreachable);
}

bool isFile(const fs::path& path) {
  std::error_code unreachable;
  return fs::is_regular_file(path, unreachable);
}

bool isFolder(const fs::path& path) {
  std::error_code unreachable;
  return fs::is_directory(path, unreachable);
}

fs::path absolutePath(const fs::path& path) {
  std::error_code nowhere;
  const fs::path absolute = fs::absolute(path, nowhere);
  return (nowhere ? path : absolute).lexically_normal();
}

std::vector<fs::path> entriesOf(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code failure;
  fs::directory_iterator at(folder, failure);
  for (; !failure && at != fs::directory_iterator(); at.increment(failure)) entries.push_back(at->path());
  if (failure)
    throw Error(ErrorCode::fileNotFound, pathText(folder), "the folder cannot be read: " + failure.message(),
                "Check the name and the permissions of the folder");
  std::sort(entries.begin(), entries.end());
  return entries;
}

void makeFolder(const fs::path& folder) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) throw writeError(folder, failure.value());
}

void removeFile(const fs::path& file) {
  std::error_code failure;
  fs::remove(file, failure);
  if (failure) throw writeError(file, failure.value());
}

std::uint64_t sizeOfFile(const fs::path& file) {
  std::error_code absent;
  const std::uintmax_t size = fs::file_size(file, absent);
  return absent ? 0 : std::uint64_t(size);
}

}  // namespace orator
