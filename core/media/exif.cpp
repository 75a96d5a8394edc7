#include "core/media/exif.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace orator::media {
namespace {

using Bytes = std::span<const std::uint8_t>;

std::uint32_t number(Bytes bytes, std::size_t at, int size, bool littleEndian) {
  if (at > bytes.size() || bytes.size() - at < std::size_t(size)) return 0;
  std::uint32_t value = 0;
  for (int i = 0; i < size; ++i)
    value |= std::uint32_t(bytes[at + i]) << 8 * (littleEndian ? i : size - 1 - i);
  return value;
}

bool startsWith(Bytes bytes, std::string_view text) {
  return bytes.size() >= text.size() && std::memcmp(bytes.data(), text.data(), text.size()) == 0;
}

Bytes from(Bytes bytes, std::size_t at) {
  return bytes.subspan(std::min(at, bytes.size()));
}

Bytes part(Bytes bytes, std::size_t at, std::size_t size) {
  const Bytes rest = from(bytes, at);
  return rest.first(std::min(size, rest.size()));
}

/// Tag 0x0112 of the first directory of a TIFF structure, which is also what EXIF blocks contain.
int tiffOrientation(Bytes tiff) {
  const bool little = startsWith(tiff, "II");
  if (!little && !startsWith(tiff, "MM")) return 1;
  const std::size_t directory = number(tiff, 4, 4, little);
  const std::uint32_t entries = number(tiff, directory, 2, little);
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + std::size_t(12) * i;
    if (entry + 12 > tiff.size()) return 1;
    if (number(tiff, entry, 2, little) != 0x0112) continue;
    const std::uint32_t orientation = number(tiff, entry + 8, 2, little);
    return orientation >= 1 && orientation <= 8 ? int(orientation) : 1;
  }
  return 1;
}

int exifBlockOrientation(Bytes block) {
  return tiffOrientation(startsWith(block, std::string_view("Exif\0\0", 6)) ? from(block, 6) : block);
}

/// Position of the next JPEG marker at or after `at`, skipping entropy-coded data; the file's size when there
/// is none.
std::size_t nextMarker(Bytes file, std::size_t at) {
  for (; at + 1 < file.size(); ++at) {
    if (file[at] != 0xFF) continue;
    const std::uint8_t code = file[at + 1];
    const bool restart = code >= 0xD0 && code <= 0xD7;
    if (code != 0x00 && code != 0xFF && !restart) return at;
  }
  return file.size();
}

constexpr std::uint8_t kEndOfImage = 0xD9;

int jpegOrientation(Bytes file) {
  for (std::size_t at = nextMarker(file, 2); at + 4 <= file.size();) {
    const std::uint8_t code = file[at + 1];
    if (code == 0xDA || code == kEndOfImage) break;
    const std::size_t length = number(file, at + 2, 2, false);
    const Bytes segment = part(file, at + 4, length - std::min<std::size_t>(length, 2));
    if (code == 0xE1 && startsWith(segment, "Exif")) return exifBlockOrientation(segment);
    at = nextMarker(file, at + 2 + std::max<std::size_t>(length, 2));
  }
  return 1;
}

int pngOrientation(Bytes file) {
  for (std::size_t at = 8; at + 12 <= file.size();) {
    const std::size_t length = number(file, at, 4, false);
    if (startsWith(from(file, at + 4), "eXIf")) return exifBlockOrientation(part(file, at + 8, length));
    at += 12 + length;
  }
  return 1;
}

int webpOrientation(Bytes file) {
  for (std::size_t at = 12; at + 8 <= file.size();) {
    const std::size_t length = number(file, at + 4, 4, true);
    if (startsWith(from(file, at), "EXIF")) return exifBlockOrientation(part(file, at + 8, length));
    at += 8 + length + length % 2;
  }
  return 1;
}

}  // namespace

int exifOrientation(Bytes file) {
  if (startsWith(file, "\xFF\xD8")) return jpegOrientation(file);
  if (startsWith(file, "\x89PNG")) return pngOrientation(file);
  if (startsWith(file, "RIFF") && startsWith(from(file, 8), "WEBP")) return webpOrientation(file);
  return tiffOrientation(file);
}

bool jpegIsComplete(Bytes file) {
  for (std::size_t at = nextMarker(file, 2); at + 2 <= file.size();) {
    const std::uint8_t code = file[at + 1];
    if (code == kEndOfImage) return true;
    // Segments are stepped over by their length: a thumbnail inside one has an end marker of its own.
    at = nextMarker(file, at + 2 + std::max<std::uint32_t>(number(file, at + 2, 2, false), 2));
  }
  return false;
}

}  // namespace orator::media
