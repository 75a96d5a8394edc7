#include "core/media/exif.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "core/media/byte_view.h"

namespace orator::media {
namespace {

using Bytes = ByteView;

/// Tag 0x0112 of the first directory of a TIFF structure, which is also what EXIF blocks contain.
int tiffOrientation(Bytes tiff) {
  const bool little = startsWith(tiff, "II");
  if (!little && !startsWith(tiff, "MM")) return 1;
  const std::size_t directory = numberAt(tiff, 4, 4, little);
  const std::uint32_t entries = numberAt(tiff, directory, 2, little);
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + std::size_t(12) * i;
    if (entry + 12 > tiff.size()) return 1;
    if (numberAt(tiff, entry, 2, little) != 0x0112) continue;
    const std::uint32_t orientation = numberAt(tiff, entry + 8, 2, little);
    return orientation >= 1 && orientation <= 8 ? int(orientation) : 1;
  }
  return 1;
}

int exifBlockOrientation(Bytes block) {
  return tiffOrientation(startsWith(block, std::string_view("Exif\0\0", 6)) ? viewFrom(block, 6) : block);
}

constexpr std::uint8_t kEndOfImage = 0xD9;

int jpegOrientation(Bytes file) {
  for (std::size_t at = nextJpegMarker(file, 2); at + 4 <= file.size();) {
    const std::uint8_t code = file[at + 1];
    if (code == 0xDA || code == kEndOfImage) break;
    const std::size_t length = numberAt(file, at + 2, 2, false);
    const Bytes segment = viewOf(file, at + 4, length - std::min<std::size_t>(length, 2));
    if (code == 0xE1 && startsWith(segment, "Exif")) return exifBlockOrientation(segment);
    at = nextJpegMarker(file, at + 2 + std::max<std::size_t>(length, 2));
  }
  return 1;
}

int pngOrientation(Bytes file) {
  for (std::size_t at = 8; at + 12 <= file.size();) {
    const std::size_t length = numberAt(file, at, 4, false);
    if (startsWith(viewFrom(file, at + 4), "eXIf")) return exifBlockOrientation(viewOf(file, at + 8, length));
    at += 12 + length;
  }
  return 1;
}

int webpOrientation(Bytes file) {
  for (std::size_t at = 12; at + 8 <= file.size();) {
    const std::size_t length = numberAt(file, at + 4, 4, true);
    if (startsWith(viewFrom(file, at), "EXIF")) return exifBlockOrientation(viewOf(file, at + 8, length));
    at += 8 + length + length % 2;
  }
  return 1;
}

}  // namespace

int exifOrientation(Bytes file) {
  if (startsWith(file, "\xFF\xD8")) return jpegOrientation(file);
  if (startsWith(file, "\x89PNG")) return pngOrientation(file);
  if (startsWith(file, "RIFF") && startsWith(viewFrom(file, 8), "WEBP")) return webpOrientation(file);
  return tiffOrientation(file);
}

bool jpegIsComplete(Bytes file) {
  for (std::size_t at = nextJpegMarker(file, 2); at + 2 <= file.size();) {
    const std::uint8_t code = file[at + 1];
    if (code == kEndOfImage) return true;
    // Segments are stepped over by their length: a thumbnail inside one has an end marker of its own.
    at = nextJpegMarker(file, at + 2 + std::max<std::uint32_t>(numberAt(file, at + 2, 2, false), 2));
  }
  return false;
}

}  // namespace orator::media
