#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/face/face_mesh.h"
#include "core/face/person_matte.h"

namespace orator::face {
namespace {

cv::Point2f at(const FaceLandmarks& face, int vertex) {
  const cv::Point3f& p = face.points[std::size_t(vertex)];
  return {p.x, p.y};
}

std::vector<cv::Point> outlineOf(const FaceLandmarks& face) {
  std::vector<cv::Point> outline;
  for (const int vertex : kFaceOval) outline.emplace_back(at(face, vertex));
  return outline;
}

}  // namespace

bool coversFace(const cv::Mat& matte, const FaceLandmarks& face) {
  constexpr double kNeeded = 0.85 * 255;
  cv::Mat1b inside = cv::Mat1b::zeros(matte.size());
  cv::fillPoly(inside, std::vector{outlineOf(face)}, 255);
  return cv::countNonZero(inside) > 0 && cv::mean(matte, inside)[0] > kNeeded;
}

cv::Mat headShapedMatte(const FaceLandmarks& face, cv::Size size) {
  const cv::Point2f chin = at(face, kChin), top = at(face, kForeheadTop);
  const cv::Point2f up = top - chin;
  const float height = float(cv::norm(up));
  const float width = float(cv::norm(at(face, 454) - at(face, 234)));
  cv::Mat matte = cv::Mat::zeros(size, CV_8UC1);
  // The skull reaches a third of the face's height above the forehead; neck and shoulders go straight down.
  const cv::Point2f middle = chin + 0.66f * up;
  const double degrees = std::atan2(up.y, up.x) * 180 / CV_PI;
  cv::ellipse(
      matte,
      cv::RotatedRect(middle, {1.36f * height, 1.24f * std::max(width, 0.7f * height)}, float(degrees)), 255,
      cv::FILLED);
  cv::fillPoly(matte, std::vector{outlineOf(face)}, 255);
  const float bottom = float(size.height) + height;
  const float neck = 0.36f * height, shoulder = 1.1f * height, shoulderTop = chin.y + 0.42f * height;
  const std::vector<cv::Point> body = {cv::Point2f(chin.x - neck, chin.y - 0.25f * height),
                                       cv::Point2f(chin.x + neck, chin.y - 0.25f * height),
                                       cv::Point2f(chin.x + neck, shoulderTop - 0.1f * height),
                                       cv::Point2f(chin.x + shoulder, shoulderTop + 0.25f * height),
                                       cv::Point2f(chin.x + 1.2f * shoulder, bottom),
                                       cv::Point2f(chin.x - 1.2f * shoulder, bottom),
                                       cv::Point2f(chin.x - shoulder, shoulderTop + 0.25f * height),
                                       cv::Point2f(chin.x - neck, shoulderTop - 0.1f * height)};
  cv::fillPoly(matte, std::vector{body}, 255);
  cv::GaussianBlur(matte, matte, {}, std::max(1.f, 0.03f * height));
  return matte;
}

}  // namespace orator::face
