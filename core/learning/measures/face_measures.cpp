#include "core/learning/measures/face_measures.h"

#include <algorithm>

#include "core/face/face_regions.h"

namespace orator::learning {
namespace {

float distance(std::span<const cv::Point3f> points, int a, int b) {
  return float(cv::norm(points[std::size_t(a)] - points[std::size_t(b)]));
}

/// Mean gap of the three middle pairs of the lids over the width of the eye.
float openness(std::span<const cv::Point3f> points, const face::EyeCurves& eye) {
  float gap = 0;
  for (std::size_t i = 2; i < 5; ++i)
    gap += (points[std::size_t(eye.upperLid[i])].y - points[std::size_t(eye.lowerLid[i])].y) / 3;
  const float width = distance(points, eye.corners[0], eye.corners[1]);
  return width > 0 ? gap / width : 0;
}

}  // namespace

float faceHeight(const face::FaceModel& model, const std::vector<float>& identity) {
  const auto neutral = model.shape(identity, {});
  return distance(neutral, face::kForeheadTop, face::kChin);
}

FaceMeasures measureFace(std::span<const cv::Point3f> head, float faceHeight) {
  CV_Assert(head.size() == std::size_t(face::kLandmarkCount) && faceHeight > 0);
  return {(head[13].y - head[14].y) / faceHeight, distance(head, 61, 291) / faceHeight,
          (openness(head, face::kLeftEye) + openness(head, face::kRightEye)) / 2};
}

float percentile(std::vector<float> values, double fraction) {
  if (values.empty()) return 0;
  const auto at = values.begin() + std::ptrdiff_t(fraction * double(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace orator::learning
