#pragma once

#include <ATen/core/Tensor.h>

#include <opencv2/core.hpp>

namespace orator::face {

/// Pixels as a network input. @param rgb CV_8UC3 RGB @return [1, 3, H, W] float32 of value * factor + offset
at::Tensor networkInput(const cv::Mat& rgb, float factor, float offset);

}  // namespace orator::face
