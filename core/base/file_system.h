#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace orator {

// What std::filesystem does, with our errors. The questions never throw: what cannot be reached is not there.

bool isThere(const std::filesystem::path& path);
bool isFile(const std::filesystem::path& path);    ///< a regular one, or a link to one
bool isFolder(const std::filesystem::path& path);  ///< or a link to one

/// Bytes of a file; 0 where there is none.
std::uint64_t sizeOfFile(const std::filesystem::path& file);

/// The path from the root, without dots; as it is where there is no current folder.
std::filesystem::path absolutePath(const std::filesystem::path& path);

/// What lies in a folder, sorted. @throws Error fileNotFound (no such folder, or it cannot be read)
std::vector<std::filesystem::path> entriesOf(const std::filesystem::path& folder);

/// Makes a folder and those above it; one that is there is fine. @throws Error outputUnwritable, diskFull
void makeFolder(const std::filesystem::path& folder);

/// Removes a file or an empty folder; one that is not there is fine. @throws Error outputUnwritable
void removeFile(const std::filesystem::path& file);

}  // namespace orator
