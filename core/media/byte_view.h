#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace orator::media {

// Reading numbers out of files without leaving them. Internal to core/media.

using ByteView = std::span<const std::uint8_t>;

/// `size` bytes (1..4) at `at`; 0 where the file ends before.
inline std::uint32_t numberAt(ByteView bytes, std::size_t at, int size, bool littleEndian) {
  if (at > bytes.size() || bytes.size() - at < std::size_t(size)) return 0;
  std::uint32_t value = 0;
  for (int i = 0; i < size; ++i)
    value |= std::uint32_t(bytes[at + std::size_t(i)]) << 8 * (littleEndian ? i : size - 1 - i);
  return value;
}

inline bool startsWith(ByteView bytes, std::string_view text) {
  return bytes.size() >= text.size() && std::memcmp(bytes.data(), text.data(), text.size()) == 0;
}

/// What stands from `at` on; empty behind the end.
inline ByteView viewFrom(ByteView bytes, std::size_t at) {
  return bytes.subspan(std::min(at, bytes.size()));
}

/// At most `size` bytes from `at` on.
inline ByteView viewOf(ByteView bytes, std::size_t at, std::size_t size) {
  const ByteView rest = viewFrom(bytes, at);
  return rest.first(std::min(size, rest.size()));
}

/// Position of the next JPEG marker at or after `at`, skipping entropy-coded data; the file's size when there
/// is none.
inline std::size_t nextJpegMarker(ByteView file, std::size_t at) {
  for (; at + 1 < file.size(); ++at) {
    if (file[at] != 0xFF) continue;
    const std::uint8_t code = file[at + 1];
    const bool restart = code >= 0xD0 && code <= 0xD7;
    if (code != 0x00 && code != 0xFF && !restart) return at;
  }
  return file.size();
}

}  // namespace orator::media
