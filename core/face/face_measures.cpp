#include "core/face/face_measures.h"

#include "core/face/face_mesh.h"

namespace orator::face {
namespace {

float distance(std::span<const cv::Point3f> points, int a, int b) {
  return float(cv::norm(points[std::size_t(a)] - points[std::size_t(b)]));
}

/// Mean gap of the three middle pairs of the lids over the width of the eye.
float openness(std::span<const cv::Point3f> points, const EyeCurves& eye) {
  float gap = 0;
  for (std::size_t i = 2; i < 5; ++i)
    gap += (points[std::size_t(eye.upperLid[i])].y - points[std::size_t(eye.lowerLid[i])].y) / 3;
  const float width = distance(points, eye.corners[0], eye.corners[1]);
  return width > 0 ? gap / width : 0;
}

}  // namespace

float faceHeight(const FaceModel& model, const std::vector<float>& identity) {
  const auto neutral = model.shape(identity, {});
  return distance(neutral, kForeheadTop, kChin);
}

FaceMeasures measureFace(std::span<const cv::Point3f> head, float faceHeight) {
  CV_Assert(head.size() == std::size_t(kLandmarkCount) && faceHeight > 0);
  return {(head[kUpperLipMiddle].y - head[kLowerLipMiddle].y) / faceHeight,
          distance(head, kLeftMouthCorner, kRightMouthCorner) / faceHeight,
          (openness(head, kLeftEye) + openness(head, kRightEye)) / 2};
}

}  // namespace orator::face
