// What a gaze does to the eyes of a FaceField.
#include "core/face/camera_distance.h"
#include "core/render/mesh/face_field.h"

namespace orator::render::mesh {

cv::Vec2f FaceField::lidsWithGaze(const face::EyeLines& eye, const face::ExpressionCoefficients& from,
                                  const face::ExpressionCoefficients& to) const {
  if (gazeColumns_.up < 0) return {0, 0};
  const auto column = std::size_t(gazeColumns_.up);
  const float* way = model_->expression[gazeColumns_.up];
  float closing = 0, rising = 0;
  for (const int i : {3, 4, 5}) {
    rising += way[3 * eye.lower[i] + 1];
    closing += way[3 * eye.lower[i] + 1] - way[3 * eye.upper[i] + 1];
  }
  return cv::Vec2f(closing, rising) * (to[column] - from[column]);
}

cv::Point2f FaceField::irisShift(const face::EyeLines& eye, const SlitFrame& slit,
                                 const face::ExpressionCoefficients& from,
                                 const face::ExpressionCoefficients& to) const {
  cv::Point3f iris(0, 0, 0);
  for (const int column : {gazeColumns_.right, gazeColumns_.up}) {
    if (column < 0) continue;
    const float* way = model_->expression[column] + 3 * eye.iris;
    iris += cv::Point3f(way[0], way[1], way[2]) * (to[std::size_t(column)] - from[std::size_t(column)]);
  }
  // Head coordinates are turned to those of the picture by the pose: a turned eye shows less of the way.
  const cv::Vec3f turned = face::rotationMatrix(fit_.pose.anglesRadians) * cv::Vec3f(iris.x, iris.y, iris.z);
  const float pixels = fit_.camera.focalPixels / (face::kCameraDistance - rest_[eye.iris].z);
  const cv::Point2f shift = cv::Point2f(turned[0], -turned[1]) * (pixels / (2 * slit.halfWidth));
  return {shift.dot(slit.x), shift.dot(slit.y)};
}

}  // namespace orator::render::mesh
