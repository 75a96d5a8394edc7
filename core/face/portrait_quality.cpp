#include "core/face/portrait_quality.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "core/base/smooth_step.h"
#include "core/face/face_mesh.h"
#include "core/face/inner_frame.h"
#include "core/face/picture_kind.h"
#include "core/face/portrait.h"
#include "core/face/visible_features.h"

namespace orator::face {
namespace {

float distance(const FaceLandmarks& face, int a, int b) {
  const auto &p = face.points[std::size_t(a)], &q = face.points[std::size_t(b)];
  return std::hypot(p.x - q.x, p.y - q.y);
}

cv::Rect2f boundsOf(const FaceLandmarks& face) {
  std::vector<cv::Point2f> oval;
  for (const int vertex : kFaceOval)
    oval.emplace_back(face.points[std::size_t(vertex)].x, face.points[std::size_t(vertex)].y);
  float left = 1e9f, top = 1e9f, right = -1e9f, bottom = -1e9f;
  for (const cv::Point2f p : oval) {
    left = std::min(left, p.x), right = std::max(right, p.x);
    top = std::min(top, p.y), bottom = std::max(bottom, p.y);
  }
  return {left, top, right - left, bottom - top};
}

/// How much the borders of what is shown cut the head: the face comes close to them, and the person touches
/// them there.
std::array<float, 4> cutOf(const cv::Mat& matte, cv::Rect2f face, cv::Rect shown, float faceHeight) {
  // Face heights between the face and the border. Below the chin the neck bends in less room.
  constexpr float kNone[4] = {0.16f, 0.16f, 0.16f, 0.06f}, kWhole[4] = {0.03f, 0.03f, 0.03f, -0.03f};
  const float near[4] = {face.x - float(shown.x), face.y - float(shown.y), float(shown.br().x) - face.br().x,
                         float(shown.br().y) - face.br().y};
  const cv::Rect within = cv::Rect(face) & shown;
  std::array<float, 4> cut{};
  if (within.empty()) return cut;
  const cv::Rect lines[4] = {{shown.x, within.y, 1, within.height},
                             {within.x, shown.y, within.width, 1},
                             {shown.br().x - 1, within.y, 1, within.height},
                             {within.x, shown.br().y - 1, within.width, 1}};
  for (std::size_t side = 0; side < cut.size(); ++side) {
    const float touch = matte.empty() ? 1 : float(cv::mean(matte(lines[side]))[0] / 255);
    cut[side] = touch * (1 - smoothStep(kWhole[side], kNone[side], near[side] / faceHeight));
  }
  return cut;
}

}  // namespace

float faceSharpness(const cv::Mat& rgb, cv::Rect2f face) {
  constexpr int kSide = 160;
  const cv::Rect box = cv::Rect(face) & cv::Rect({}, rgb.size());
  if (box.area() < 16) return 0;
  cv::Mat grey, edges;
  cv::cvtColor(rgb(box), grey, cv::COLOR_RGB2GRAY);
  cv::resize(grey, grey, {kSide, kSide}, 0, 0, cv::INTER_AREA);
  cv::Laplacian(grey, edges, CV_32F);
  cv::Scalar mean, deviation;
  cv::meanStdDev(edges, mean, deviation);
  return float(deviation[0] * deviation[0]);
}

PortraitQuality measureQuality(const Portrait& portrait) {
  constexpr float kDegrees = float(180 / std::numbers::pi);
  const FaceLandmarks& face = portrait.landmarks;
  const cv::Vec3f& angles = portrait.fit.pose.anglesRadians;
  PortraitQuality quality;
  quality.pitchDegrees = angles[0] * kDegrees;
  quality.yawDegrees = angles[1] * kDegrees;
  quality.rollDegrees = std::remainder(angles[2] * kDegrees, 360.f);
  quality.faceHeightPixels = std::max(1.f, distance(face, kForeheadTop, kChin));
  const cv::Rect2f bounds = boundsOf(face);
  quality.sharpness = faceSharpness(portrait.rgb, bounds);

  const VisibleFeatures seen = visibleFeatures(portrait.rgb, face);
  quality.lipsVisible = seen.lips;
  quality.eyesVisible = seen.eyes;
  const auto opening = [&](int upper, int lower, const EyeCurves& eye) {
    return distance(face, upper, lower) / std::max(1.f, distance(face, eye.corners[0], eye.corners[1]));
  };
  quality.eyeOpening = (opening(159, 145, kLeftEye) + opening(386, 374, kRightEye)) / 2;
  quality.mouthOpening = distance(face, kUpperLipMiddle, kLowerLipMiddle) / quality.faceHeightPixels;

  // A turned head and hidden lips bend the model as well.
  const bool plain = seen.lips >= PortraitQuality::kSeen && std::abs(quality.yawDegrees) < 30;
  const PictureKind kind = pictureKind(portrait.rgb, face, *portrait.model, portrait.fit);
  quality.kind = kind == PictureKind::animal && !plain ? PictureKind::photo : kind;
  quality.innerFrame = innerFrame(portrait.rgb, cv::Rect(bounds));
  const cv::Rect shown = quality.innerFrame.empty() ? cv::Rect({}, portrait.rgb.size()) : quality.innerFrame;
  quality.cut = cutOf(portrait.matte, bounds, shown, quality.faceHeightPixels);
  for (std::size_t i = 0; i < portrait.faces.size(); ++i)
    if (int(i) != portrait.chosenFace) quality.others.push_back(boundsOf(portrait.faces[i]));
  quality.transparent = !portrait.alpha.empty();
  return quality;
}

}  // namespace orator::face
