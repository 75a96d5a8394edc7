#pragma once

#include <array>
#include <opencv2/core.hpp>

#include "core/face/landmarks.h"

namespace orator::face::sadtalker {

/// The 68 points of the iBUG 300-W scheme in pixels of a picture (y down): jaw 0..16, brows 17..26, nose
/// 27..35, eyes 36..47, lips 48..67. Left and right are those of the picture.
using Landmarks68 = std::array<cv::Point2f, 68>;

/// Which point of our face mesh stands for each of the 68.
extern const std::array<int, 68> kMeshPoint68;

Landmarks68 landmarks68(const FaceLandmarks& landmarks);

}  // namespace orator::face::sadtalker
