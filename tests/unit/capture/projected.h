#pragma once

#include "tests/support/studio_pack.h"

namespace orator::test {

/// What a tracker without fault would see of a face.
inline face::FaceLandmarks projected(const face::FaceFit& fit) {
  face::FaceLandmarks landmarks;
  const cv::Matx33f rotation = face::rotationMatrix(fit.pose.anglesRadians);
  const auto shape = studioFaceModel().shape(fit.identity, fit.expression);
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const cv::Vec3f q = rotation * cv::Vec3f(shape[i].x, shape[i].y, shape[i].z) + fit.pose.translation;
    const cv::Point2f p = fit.camera.project({q[0], q[1], q[2]});
    landmarks.points[i] = {p.x, p.y, -q[2] * fit.camera.focalPixels / 10};
  }
  return landmarks;
}

}  // namespace orator::test
