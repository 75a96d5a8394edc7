#include "core/render/liveportrait/face_crop.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <opencv2/imgproc.hpp>
#include <string>

#include "core/base/error.h"

namespace orator::render::liveportrait {
namespace {

constexpr int kCropSide = 512;

cv::Point2f meanOf(std::span<const cv::Point2f> landmarks, std::initializer_list<std::size_t> indices) {
  cv::Point2f sum;
  for (const std::size_t i : indices) sum += landmarks[i];
  return sum / float(indices.size());
}

/// 255 within, 0 at the border of the crop.
cv::Mat1b maskTemplate() {
  constexpr int kSoft = 16;
  cv::Mat1b mask(kCropSide, kCropSide);
  const auto beyond = [](int at) { return double(std::max({kSoft - at, at - (kCropSide - kSoft), 0})); };
  for (int y = 0; y < kCropSide; ++y)
    for (int x = 0; x < kCropSide; ++x) {
      const double away = std::min(std::hypot(beyond(x), beyond(y)), double(kSoft));
      mask(y, x) = std::uint8_t(255 * (1 - away / kSoft));
    }
  return mask;
}

}  // namespace

EyesAndLips eyesAndLips(std::span<const cv::Point2f> p) {
  if (p.size() == 106)
    return {(meanOf(p, {33, 35, 40, 39}) + meanOf(p, {87, 89, 94, 93})) / 2, meanOf(p, {52, 61})};
  if (p.size() == 203)
    return {(meanOf(p, {0, 6, 12, 18}) + meanOf(p, {24, 30, 36, 42})) / 2, meanOf(p, {48, 66})};
  throw Error(ErrorCode::internal, "landmarks", std::to_string(p.size()) + " points instead of 106 or 203");
}

TurnedSquare squareAround(std::span<const cv::Point2f> landmarks, const EyesAndLips& axis, double scale,
                          double up) {
  constexpr float kShortest = 1e-3f;
  // In float32 as published: the arc cosine of an upright face magnifies what is rounded here.
  const cv::Point2f way = axis.lips - axis.eyes;
  const float length = std::sqrt(way.x * way.x + way.y * way.y);
  const cv::Point2d down =
      length < kShortest ? cv::Point2f(0, 1) : cv::Point2f(way.x / length, way.y / length);
  const cv::Point2d right(down.y, -down.x);

  cv::Point2d mean;
  for (const cv::Point2f& p : landmarks) mean += cv::Point2d(p) / double(landmarks.size());
  cv::Point2d least(1e9, 1e9), most(-1e9, -1e9);
  for (const cv::Point2f& p : landmarks) {
    const cv::Point2d own(right.dot(cv::Point2d(p) - mean), down.dot(cv::Point2d(p) - mean));
    least = {std::min(least.x, own.x), std::min(least.y, own.y)};
    most = {std::max(most.x, own.x), std::max(most.y, own.y)};
  }
  TurnedSquare square;
  square.side = std::max(most.x - least.x, most.y - least.y) * scale;
  const cv::Point2d middle = (least + most) / 2;
  square.centre = mean + right * middle.x + down * (middle.y + up * square.side);
  square.angle = std::acos(std::clamp(right.x, -1.0, 1.0));
  if (right.y < 0) square.angle = -square.angle;
  return square;
}

cv::Matx23d toCrop(const TurnedSquare& square, int side, bool turned) {
  const double k = side / square.side, half = side / 2.0;
  const double c = turned ? std::cos(square.angle) : 1, s = turned ? std::sin(square.angle) : 0;
  const cv::Point2d o = square.centre;
  return {k * c, k * s, half - k * (c * o.x + s * o.y), -k * s, k * c, half - k * (-s * o.x + c * o.y)};
}

cv::Matx23d fromCrop(const cv::Matx23d& m) {
  cv::Matx23d inverse;
  cv::invertAffineTransform(m, inverse);
  return inverse;
}

cv::Mat croppedSource(const cv::Mat& rgb, const cv::Matx23d& m) {
  cv::Mat crop;
  cv::warpAffine(rgb, crop, cv::Matx23f(m), {kCropSide, kCropSide}, cv::INTER_LINEAR);
  return crop;
}

cv::Mat halved(const cv::Mat& crop512) {
  cv::Mat half;
  cv::resize(crop512, half, crop512.size() / 2, 0, 0, cv::INTER_AREA);
  return half;
}

cv::Mat pasteMask(const cv::Matx23d& m, cv::Size picture) {
  cv::Mat mask;
  cv::warpAffine(maskTemplate(), mask, cv::Matx23f(m), picture, cv::INTER_LINEAR);
  mask.convertTo(mask, CV_32F, 1.0 / 255);
  return mask;
}

cv::Mat pastedBack(const cv::Mat& crop, const cv::Matx23d& m, const cv::Mat& picture, const cv::Mat& mask) {
  cv::Mat3b warped, result(picture.size());
  cv::warpAffine(crop, warped, cv::Matx23f(m), picture.size(), cv::INTER_LINEAR);
  const cv::Mat3b below(picture);
  for (int y = 0; y < result.rows; ++y)
    for (int x = 0; x < result.cols; ++x) {
      const float share = mask.at<float>(y, x);
      for (int c = 0; c < 3; ++c)
        result(y, x)[c] = std::uint8_t(
            std::clamp(share * float(warped(y, x)[c]) + (1 - share) * float(below(y, x)[c]), 0.f, 255.f));
    }
  return result;
}

}  // namespace orator::render::liveportrait
