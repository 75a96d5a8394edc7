#pragma once

#include <array>
#include <opencv2/core.hpp>

#include "core/face/landmarks.h"

namespace orator::face {

/// Whether lips and eyes are seen where the landmarks claim them: a mesh is laid over a mask or dark glasses
/// as confidently as over a face.
struct VisibleFeatures {
  float lips = 1;                   ///< 0..1, share of the mouth's width
  std::array<float, 2> eyes{1, 1};  ///< 0..1, left and right in the picture
};

/// @param rgb CV_8UC3 RGB
VisibleFeatures visibleFeatures(const cv::Mat& rgb, const FaceLandmarks& face);

}  // namespace orator::face
