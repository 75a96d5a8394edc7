#pragma once

#include <array>
#include <opencv2/core.hpp>

#include "core/face/portrait.h"
#include "core/motion/motion_track.h"

namespace orator::learning {

/// Parts of a face that are looked at closely.
enum class Part { mouth, leftEye, rightEye };
inline constexpr std::array kParts{Part::mouth, Part::leftEye, Part::rightEye};

/// Size of a part's crop in pixels: 128 x 96 for the mouth, 80 x 64 for an eye.
cv::Size cropSize(Part part);

/// Three corners of a part's crop in a picture (top left, top right, bottom left), pixels. The part is cut
/// where the skull has it, whatever lips and lids do there.
using Corners = std::array<cv::Point2f, 3>;

/// @param fit identity, camera and pose as they are in the picture
Corners cornersOf(const face::FaceModel& model, const face::FaceFit& fit, Part part);

/// Where the corners of a portrait lie when its head has moved from row `source` to row `row`, as a renderer
/// moves it. @param portrait whose fit the renderer moves
Corners movedCorners(const Corners& corners, const face::Portrait& portrait, Part part,
                     const motion::CoefficientRow& source, const motion::CoefficientRow& row);

/// @param scale of cropSize(), for sheets @return CV_8UC3
cv::Mat crop(const cv::Mat& rgb, const Corners& corners, Part part, float scale = 1);

}  // namespace orator::learning
