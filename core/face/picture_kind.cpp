#include "core/face/picture_kind.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/face/face_mesh.h"

namespace orator::face {
namespace {

// A muzzle bends the model of human heads further than any human head does: in who it is, in what it
// expresses, and it does not fit in the end. Humans: 0.5..0.9, 0.3..0.7 and 0.001..0.0025 of the face's
// height; a dog and a cat: 1.5, 1.2 and 0.0045.
bool isAnimal(const FaceModel& model, const FaceFit& fit, float faceHeight) {
  constexpr double kIdentity = 1.35, kExpression = 1.05, kResidual = 0.0035;
  double identity = 0, expression = 0;
  for (const float c : fit.identity) identity += double(c) * c / double(fit.identity.size());
  for (std::size_t i = 0; i < fit.expression.size(); ++i)
    expression += std::pow(double(fit.expression[i]) / model.expressionDeviation[i], 2) / kExpressionCount;
  return std::sqrt(identity) > kIdentity && std::sqrt(expression) > kExpression &&
         fit.residualPixels > kResidual * faceHeight;
}

/// Even colours between hard lines: the strongest edges of the face by the middle one.
bool isFlatDrawing(const cv::Mat& rgb, const FaceLandmarks& face, float faceHeight) {
  constexpr double kHeight = 160;
  constexpr float kHardest = 30, kLeast = 0.1f;
  const double scale = kHeight / faceHeight;
  std::vector<cv::Point> oval;
  for (const int vertex : kFaceOval) {
    const cv::Point3f& p = face.points[std::size_t(vertex)];
    oval.emplace_back(cvRound(p.x), cvRound(p.y));
  }
  const cv::Rect box = cv::boundingRect(oval) & cv::Rect({}, rgb.size());
  if (box.area() < 16) return false;
  cv::Mat grey, across, down, edges;
  cv::cvtColor(rgb(box), grey, cv::COLOR_RGB2GRAY);
  cv::resize(grey, grey, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  cv::Sobel(grey, across, CV_32F, 1, 0, 3, 1 / 8.);
  cv::Sobel(grey, down, CV_32F, 0, 1, 3, 1 / 8.);
  cv::magnitude(across, down, edges);
  for (cv::Point& p : oval) p = (p - box.tl()) * scale;
  cv::Mat1b inside = cv::Mat1b::zeros(grey.size());
  cv::fillPoly(inside, std::vector{oval}, 255);
  std::vector<float> seen;
  for (int y = 0; y < edges.rows; ++y)
    for (int x = 0; x < edges.cols; ++x)
      if (inside(y, x)) seen.push_back(edges.at<float>(y, x));
  if (seen.empty()) return false;
  std::sort(seen.begin(), seen.end());
  return seen[seen.size() * 98 / 100] > kHardest * std::max(seen[seen.size() / 2], kLeast);
}

}  // namespace

PictureKind pictureKind(const cv::Mat& rgb, const FaceLandmarks& face, const FaceModel& model,
                        const FaceFit& fit) {
  const auto &top = face.points[kForeheadTop], &chin = face.points[kChin];
  const float height = std::max(1.f, std::hypot(top.x - chin.x, top.y - chin.y));
  if (isAnimal(model, fit, height)) return PictureKind::animal;
  return isFlatDrawing(rgb, face, height) ? PictureKind::drawing : PictureKind::photo;
}

}  // namespace orator::face
