#include "core/base/file_system.h"

#include "core/base/files.h"

namespace orator {

namespace fs = std::filesystem;

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
