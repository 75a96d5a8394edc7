#pragma once

#include <cstdint>
#include <filesystem>
#include <opencv2/core.hpp>

namespace orator::media {

/// Most pixels a picture may have: 2^28, a square of 16 384.
inline constexpr std::int64_t kMostPicturePixels = std::int64_t(1) << 28;

/// A still picture as displayed: EXIF rotation applied, in sRGB whatever profile the file carries, RGB order.
struct Picture {
  cv::Mat rgb;    ///< CV_8UC3, R G B
  cv::Mat alpha;  ///< CV_8UC1 of the same size, or empty when the file has no transparency
};

/// Reads png, jpg, webp, bmp or tiff, and heic and avif where Orator is built with libheif, from any UTF-8
/// path.
/// @throws Error fileNotFound, notAFile, unreadablePicture (also above kMostPicturePixels), pictureTooSmall
/// (shorter side under 64 px), outOfMemory
Picture readPicture(const std::filesystem::path& path);

/// Writes a PNG (or JPEG, by the extension) through a temporary file and a rename.
/// @param rgb CV_8UC3 in RGB order
/// @throws Error outputUnwritable, diskFull
void writePicture(const std::filesystem::path& path, const cv::Mat& rgb);

}  // namespace orator::media
