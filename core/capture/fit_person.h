#pragma once

#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "core/face/face_model.h"

namespace orator::capture {

/// Identity and camera of one person, from several pictures of one camera: every coefficient is the median of
/// separate fits, so that single bad pictures do not count. The pictures are those spread over all that look
/// most towards the camera. @param frames at least one
face::FaceFit fitPerson(const face::FaceModel& model, std::span<const face::FaceLandmarks> frames,
                        cv::Size picture);

/// Root mean square of a fit over the height of the face. @param height of the neutral face, decimetre
float residualOf(const face::FaceFit& fit, float height);

/// 478 points in head coordinates: the picture's x and y carried back at the depth of the fitted model, so
/// that they hold what the tracker saw and not what the model can say.
std::vector<cv::Point3f> headPoints(const face::FaceModel& model, const face::FaceFit& fit,
                                    const face::FaceLandmarks& landmarks);

}  // namespace orator::capture
