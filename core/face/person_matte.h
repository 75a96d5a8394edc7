#pragma once

#include <filesystem>
#include <opencv2/core.hpp>

#include "core/face/landmarks.h"

namespace orator::face {

/// Soft mask of the person in front of the background, MediaPipe Selfie Segmentation refined against the
/// picture's edges.
/// @param network selfie_segmentation.tflite
/// @param rgb CV_8UC3 RGB
/// @return CV_8UC1 of the same size, 255 = person
/// @throws Error packMissing, packDamaged
cv::Mat personMatte(const std::filesystem::path& network, const cv::Mat& rgb);

/// Whether a matte can be believed: it holds most of the face, which a network trained on people may miss in
/// a painting. @param matte CV_8UC1
bool coversFace(const cv::Mat& matte, const FaceLandmarks& face);

/// A soft head with neck and shoulders drawn around the landmarks, for pictures the network does not
/// understand.
/// @return CV_8UC1 of the size given, 255 = person
cv::Mat headShapedMatte(const FaceLandmarks& face, cv::Size size);

}  // namespace orator::face
