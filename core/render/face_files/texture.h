#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

namespace orator::render::face_files {

/// A PNG file of a picture. @param rgb CV_8UC3 in RGB order
std::vector<std::uint8_t> pngOf(const cv::Mat& rgb);

}  // namespace orator::render::face_files
