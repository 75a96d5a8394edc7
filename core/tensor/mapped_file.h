#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace orator::tensor {

/// A run of read-only bytes with a name for messages, and whatever keeps the bytes alive. Cheap to copy.
struct Bytes {
  std::string subject;                ///< the file, for messages
  std::shared_ptr<const void> owner;  ///< keeps `data` valid
  std::span<const std::uint8_t> data;
  /// Throws when the file behind the mapping has shrunk since it was mapped; nothing to check for memory.
  void checkStillWhole() const;
};

/// Maps a whole file read-only. An empty file gives no bytes.
/// @throws Error fileNotFound, notAFile, checkpointRefused (cannot be read or mapped), outOfMemory
Bytes mapFile(const std::filesystem::path& path);

/// Bytes in memory, copied, under a name.
Bytes copyBytes(std::string subject, std::span<const std::uint8_t> bytes);

}  // namespace orator::tensor
