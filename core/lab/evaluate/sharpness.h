#pragma once

#include <opencv2/core.hpp>

namespace orator::lab {

/// Cumulative probability of blur detection (CPBD; Narvekar and Karam, IEEE TIP 2011), 0..1, higher is
/// sharper: the share of vertical edges whose width is below what is noticed as blur at their contrast.
/// 0 when the picture has no edge. @param rgb CV_8UC3 RGB
double sharpness(const cv::Mat& rgb);

}  // namespace orator::lab
