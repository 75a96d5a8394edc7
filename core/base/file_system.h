#pragma once

#include <cstdint>
#include <filesystem>

namespace orator {

// What std::filesystem does, with our errors.

/// Makes a folder and those above it; one that is there is fine. @throws Error outputUnwritable, diskFull
void makeFolder(const std::filesystem::path& folder);

/// Removes a file or an empty folder; one that is not there is fine. @throws Error outputUnwritable
void removeFile(const std::filesystem::path& file);

/// Bytes of a file; 0 where there is none.
std::uint64_t sizeOfFile(const std::filesystem::path& file);

}  // namespace orator
