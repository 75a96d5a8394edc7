#include "core/face/visible_features.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <span>
#include <vector>

#include "core/base/smooth_step.h"
#include "core/face/face_mesh.h"

namespace orator::face {
namespace {

constexpr std::array kUpperFace{10, 151, 9, 108, 337, 50, 280, 101, 330, 6, 197};
constexpr std::array kLowerFace{152, 175, 199, 200, 18, 205, 425, 207, 427, 164, 167, 393, 204, 424};
constexpr std::array kSkin{151, 9, 108, 337, 6, 197, 50, 280, 101, 330, 205, 425};

/// CIE L*a*b* under D65 (L 0..100) of sRGB. OpenCV's conversion fills tables for a tenth of a second first.
cv::Mat3f labOf(const cv::Mat3b& rgb) {
  constexpr float kToXyz[3][3] = {{0.412453f, 0.357580f, 0.180423f},
                                  {0.212671f, 0.715160f, 0.072169f},
                                  {0.019334f, 0.119193f, 0.950227f}};
  constexpr float kWhite[3] = {0.950456f, 1, 1.088754f};
  std::array<float, 256> linear{};
  for (std::size_t i = 0; i < linear.size(); ++i) {
    const float v = float(i) / 255;
    linear[i] = v <= 0.04045f ? v / 12.92f : std::pow((v + 0.055f) / 1.055f, 2.4f);
  }
  const auto root = [](float t) { return t > 0.008856f ? std::cbrt(t) : 7.787f * t + 16.f / 116; };
  cv::Mat3f lab(rgb.size());
  std::transform(rgb.begin(), rgb.end(), lab.begin(), [&](const cv::Vec3b& pixel) {
    float f[3];
    for (int i = 0; i < 3; ++i) {
      float sum = 0;
      for (int c = 0; c < 3; ++c) sum += kToXyz[i][c] * linear[pixel[c]];
      f[i] = root(sum / kWhite[i]);
    }
    return cv::Vec3f(116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2]));
  });
  return lab;
}

/// The face upright at a fixed size, in Lab (L 0..100): colours are compared as the eye does, whatever the
/// picture's resolution.
class Canvas {
 public:
  Canvas(const cv::Mat& rgb, const FaceLandmarks& face) : face_(face) {
    const cv::Point2f top = in(kForeheadTop), chin = in(kChin), down = chin - top;
    const float length = std::max(float(cv::norm(down)), 1.f), scale = kFaceHeight / length;
    const cv::Point2f y = down * (1 / length), x(y.y, -y.x), middle = (top + chin) * 0.5f;
    const float half = kSide / 2.f;
    toCanvas_ = {x.x * scale, x.y * scale, half - scale * x.dot(middle),
                 y.x * scale, y.y * scale, half - scale * y.dot(middle)};
    cv::Mat upright;
    cv::warpAffine(rgb, upright, toCanvas_, {kSide, kSide}, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR,
                   cv::BORDER_REPLICATE);
    if (scale < 1) cv::GaussianBlur(upright, upright, {}, 0.8);
    lab_ = labOf(upright);
  }
  cv::Point2f at(int vertex) const {
    const cv::Point2f p = in(vertex);
    return {toCanvas_(0, 0) * p.x + toCanvas_(0, 1) * p.y + toCanvas_(0, 2),
            toCanvas_(1, 0) * p.x + toCanvas_(1, 1) * p.y + toCanvas_(1, 2)};
  }
  cv::Vec3f colour(cv::Point2f p) const {
    return lab_(std::clamp(cvRound(p.y), 0, kSide - 1), std::clamp(cvRound(p.x), 0, kSide - 1));
  }
  cv::Vec3f median(std::span<const int> vertices) const {
    constexpr int kRadius = 3;
    std::vector<cv::Vec3f> seen;
    for (const int vertex : vertices)
      for (int dy = -kRadius; dy <= kRadius; ++dy)
        for (int dx = -kRadius; dx <= kRadius; ++dx)
          seen.push_back(colour(at(vertex) + cv::Point2f(float(dx), float(dy))));
    return medianOf(seen);
  }
  static cv::Vec3f medianOf(const std::vector<cv::Vec3f>& colours) {
    cv::Vec3f result;
    for (int c = 0; c < 3; ++c) {
      std::vector<float> values;
      for (const auto& colour : colours) values.push_back(colour[c]);
      const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
      std::nth_element(values.begin(), middle, values.end());
      result[c] = *middle;
    }
    return result;
  }

 private:
  static constexpr float kFaceHeight = 200;
  static constexpr int kSide = 320;
  cv::Point2f in(int vertex) const {
    const cv::Point3f& p = face_.points[std::size_t(vertex)];
    return {p.x, p.y};
  }
  const FaceLandmarks& face_;
  cv::Matx23f toCanvas_;
  cv::Mat3f lab_;
};

float chroma(const cv::Vec3f& difference) {
  return std::hypot(difference[1], difference[2]);
}

// Lips are redder than the skin above and below them, or at least the line between them is darker; where
// cloth or paper lies before them neither is so. What has another colour than the skin above needs the red:
// folds of a mask are dark lines as well, a beard leaves the lips red.
float lipsVisible(const Canvas& face) {
  constexpr float kRedder = 2, kLine = 4, kGreyLine = 8;  // Lab
  constexpr float kOtherColour = 13, kOtherLuma = 45, kGrey = 3;
  const cv::Vec3f upper = face.median(kUpperFace), lower = face.median(kLowerFace);
  const bool grey = chroma(upper) < kGrey;
  const bool skinBelow = chroma(lower - upper) < kOtherColour && std::abs(lower[0] - upper[0]) < kOtherLuma;
  int seen = 0;
  for (int c = 1; c + 1 < kLipColumns; ++c) {
    std::vector<cv::Vec3f> lips;
    float darkest = 1e9f;
    for (int ring = 0; ring < 4; ++ring)
      for (const auto& side : {kUpperLipRings, kLowerLipRings}) {
        const cv::Vec3f colour = face.colour(face.at(side[std::size_t(ring)][std::size_t(c)]));
        darkest = std::min(darkest, colour[0]);
        if (ring > 0) lips.push_back(colour);
      }
    const cv::Point2f top = face.at(kUpperLipRings[3][std::size_t(c)]),
                      bottom = face.at(kLowerLipRings[3][std::size_t(c)]);
    const cv::Point2f out = (bottom - top) * 0.4f;
    const cv::Vec3f above = face.colour(top - out), below = face.colour(bottom + out);
    const bool red = Canvas::medianOf(lips)[1] > (above[1] + below[1]) / 2 + kRedder &&
                     Canvas::medianOf(lips)[1] > std::min(above[1], below[1]) + 2 * kRedder;
    const float line = std::min(above[0], below[0]) - darkest;
    seen += red || (grey ? line > kGreyLine : skinBelow && line > kLine);
  }
  return float(seen) / (kLipColumns - 2);
}

constexpr float kEdgeOn = 0.38f;  // width by the other eye's: the turn of the head hides what is narrower

struct EyeLook {
  float width;     ///< corner to corner
  float contrast;  ///< white of the eye over the iris, by the skin's luma
  float around;    ///< luma above and below the eye by the skin's
  float hue;       ///< how far the colour around it is from the skin's, Lab
};

/// Dark glasses or hair: no iris, and what lies above and below is no skin. 0..1
float covered(const EyeLook& eye) {
  const float dark = 1 - smoothStep(0.36f, 0.44f, eye.around);
  const float coloured = smoothStep(24, 28, eye.hue) * (1 - smoothStep(0.04f, 0.08f, eye.contrast));
  return std::max(dark * (1 - smoothStep(0.1f, 0.16f, eye.contrast)), coloured);
}

EyeLook lookAt(const Canvas& face, const EyeCurves& eye, const cv::Vec3f& skin) {
  const cv::Point2f a = face.at(eye.corners[0]), b = face.at(eye.corners[1]), middle = (a + b) * 0.5f;
  EyeLook look{};
  look.width = float(cv::norm(b - a));
  cv::Point2f x = (b - a) * (1 / std::max(look.width, 1e-3f)), y(-x.y, x.x);
  if (y.y < 0) y = -y;
  std::vector<cv::Vec3f> around;
  for (float u = -0.45f; u <= 0.46f; u += 0.05f)
    for (const float v : {-0.5f, -0.42f, 0.34f, 0.42f, 0.5f})
      around.push_back(face.colour(middle + x * (u * look.width) + y * (v * look.width)));
  const cv::Vec3f near = Canvas::medianOf(around);
  const cv::Point2f iris = face.at(eye.iris[0]);
  float radius = 0;
  for (int i = 1; i < 5; ++i) radius += float(cv::norm(face.at(eye.iris[std::size_t(i)]) - iris)) / 4;
  float dark = 0, white = 0;
  int darks = 0, whites = 0;
  for (float u = -0.8f; u <= 0.81f; u += 0.1f) {
    const cv::Point2f p = middle + x * (u * look.width / 2);
    const float along = std::abs((p - iris).dot(x)) / std::max(radius, 1e-3f), luma = face.colour(p)[0];
    if (along < 0.8f) dark += luma, ++darks;
    if (along > 1.15f) white += luma, ++whites;
  }
  const float light = std::max(skin[0], 15.f);
  look.contrast = darks > 0 && whites > 0 ? (white / float(whites) - dark / float(darks)) / light : 0;
  look.around = near[0] / light;
  look.hue = chroma(near - skin);
  return look;
}

}  // namespace

VisibleFeatures visibleFeatures(const cv::Mat& rgb, const FaceLandmarks& face) {
  const Canvas canvas(rgb, face);
  VisibleFeatures seen;
  seen.lips = lipsVisible(canvas);
  const cv::Vec3f skin = canvas.median(kSkin);
  const std::array looks{lookAt(canvas, kLeftEye, skin), lookAt(canvas, kRightEye, skin)};
  for (std::size_t i = 0; i < 2; ++i) {
    const float turned = looks[i].width / std::max(looks[1 - i].width, 1e-3f);
    seen.eyes[i] = std::min(smoothStep(kEdgeOn, kEdgeOn + 0.1f, turned), 1 - covered(looks[i]));
  }
  return seen;
}

}  // namespace orator::face
