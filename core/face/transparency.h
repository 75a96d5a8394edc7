#pragma once

#include <opencv2/core.hpp>

#include "core/media/picture.h"

namespace orator::face {

/// What a viewer shows of a picture with transparency. What lies under the wholly transparent part does not
/// count. @param picture with alpha @param background R G B @return CV_8UC3
cv::Mat laidOver(const media::Picture& picture, cv::Vec3b background);

/// The matte of a cut-out person is the file's own transparency. Where that holds more than a person (a disc
/// or a card behind it), the person in it.
/// @param alpha, person CV_8UC1 of one size @return CV_8UC1
cv::Mat cutOutMatte(const cv::Mat& alpha, const cv::Mat& person);

}  // namespace orator::face
