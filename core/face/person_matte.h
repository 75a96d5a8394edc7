#pragma once

#include <filesystem>
#include <opencv2/core.hpp>

namespace orator::face {

/// Soft mask of the person in front of the background, MediaPipe Selfie Segmentation refined against the
/// picture's edges.
/// @param network selfie_segmentation.tflite
/// @param rgb CV_8UC3 RGB
/// @return CV_8UC1 of the same size, 255 = person
/// @throws Error packMissing, packDamaged
cv::Mat personMatte(const std::filesystem::path& network, const cv::Mat& rgb);

}  // namespace orator::face
