#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace orator::media {

enum class PictureFormat { jpeg, png, webp, bmp, tiff, heif };

/// What a picture file says of itself before it is decoded. Everything in it is the file's word alone.
struct PictureHeader {
  PictureFormat format = PictureFormat::png;
  std::int64_t width = 0, height = 0;       ///< as stored; 0 where the file does not say
  int scans = 1;                            ///< of a JPEG: passes over the whole picture
  std::vector<std::uint8_t> colourProfile;  ///< ICC, at most 4 MB; empty without one or with a malformed one
};

/// The format by the first bytes; none for anything else. HEIC and AVIF are `heif`.
std::optional<PictureFormat> pictureFormat(std::span<const std::uint8_t> file);

/// A name for messages of a format that is known but not read ("GIF", "JPEG XL", ...); empty otherwise.
std::string foreignFormatName(std::span<const std::uint8_t> file);

/// @param file whose pictureFormat() is known. Linear in the file's size.
PictureHeader readPictureHeader(std::span<const std::uint8_t> file, PictureFormat format);

/// A PNG file with what decodes the picture and nothing else; linear in its size. libpng keeps, unpacks and
/// complains about the other chunks.
std::vector<std::uint8_t> pngPixelsOnly(std::span<const std::uint8_t> file);

}  // namespace orator::media
