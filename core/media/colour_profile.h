#pragma once

#include <opencv2/core.hpp>
#include <span>

namespace orator::media {

/// Turns a decoded picture from the colours of an ICC profile into sRGB. A profile that cannot be read, or
/// that is of another kind than the picture, changes nothing.
/// @param picture CV_8U or CV_16U, 1 channel or B G R or B G R A; changed in place
void convertToSrgb(cv::Mat& picture, std::span<const std::uint8_t> profile);

}  // namespace orator::media
