#pragma once

#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "core/face/face_model.h"

namespace orator::face {

/// What is measured on a face, over the height of the neutral face. Plain value.
struct FaceMeasures {
  float lipOpening = 0;  ///< point 13 above point 14; about 0 when closed, may be slightly negative
  float lipWidth = 0;    ///< points 61 to 291
  float eyeOpening = 0;  ///< gap of the lids over the width of the eye, mean of both eyes; not normalised
};

/// Forehead top (10) to chin (152) of the neutral face, decimetre.
float faceHeight(const FaceModel& model, const std::vector<float>& identity);

/// @param head 478 points in head coordinates, so that turning the head changes nothing
FaceMeasures measureFace(std::span<const cv::Point3f> head, float faceHeight);

}  // namespace orator::face
