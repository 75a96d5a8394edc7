#pragma once

#include <opencv2/core.hpp>

#include "core/render/mesh/cubic_sampler.h"
#include "core/render/mesh/face_field.h"
#include "core/render/mesh/mouth_interior.h"

namespace orator::render::mesh {

/// Draws the mouth of one frame: the skin above and below the lip line, cut at the moved lips, over the
/// interior.
/// @param rgb the portrait, CV_8UC3 @param portrait the same for sampling
/// @param out the frame so far, changed inside frame.mouth
void drawMouth(const cv::Mat& rgb, const CubicSampler& portrait, const FaceField& field,
               const MouthInterior& interior, const FieldFrame& frame, cv::Mat& out);

}  // namespace orator::render::mesh
