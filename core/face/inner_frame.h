#pragma once

#include <opencv2/core.hpp>

namespace orator::face {

/// The part of a picture that lies inside straight bars or a frame: a screenshot, a letterboxed film, a
/// framed print. Bars are even along their edge, and the edge runs on unbroken, which a wall behind a person
/// does not.
/// @param rgb CV_8UC3 @param face bounds of the face, pixels
/// @return pixels; empty when the picture has no such frame
cv::Rect innerFrame(const cv::Mat& rgb, cv::Rect face);

}  // namespace orator::face
