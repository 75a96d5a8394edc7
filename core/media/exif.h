#pragma once

#include <cstdint>
#include <span>

namespace orator::media {

/// The EXIF orientation (1..8) a JPEG, PNG, WebP or TIFF file carries; 1 when it carries none or a malformed
/// one.
int exifOrientation(std::span<const std::uint8_t> file);

/// False for a JPEG whose data ends before its end marker: decoders fill the rest with grey and say nothing.
bool jpegIsComplete(std::span<const std::uint8_t> file);

}  // namespace orator::media
