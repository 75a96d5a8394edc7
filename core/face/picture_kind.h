#pragma once

#include "core/face/face_model.h"
#include "core/face/landmarks.h"
#include "core/face/portrait_quality.h"

namespace orator::face {

/// Photo (paintings and renderings with them), flat drawing, or the head of an animal.
/// @param rgb CV_8UC3 RGB
/// @param fit of the model to the landmarks
PictureKind pictureKind(const cv::Mat& rgb, const FaceLandmarks& face, const FaceModel& model,
                        const FaceFit& fit);

}  // namespace orator::face
