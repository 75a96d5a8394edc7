#pragma once

#include <algorithm>
#include <opencv2/core.hpp>

#include "core/base/safe_rounding.h"

/// What pictures and fields hold at any position; their borders continue outwards.
namespace orator::render {

/// Bilinear, of a picture of at least one pixel with `Channels` numbers of type `Stored`.
template <typename Stored, int Channels>
cv::Vec<float, Channels> sampleLinear(const cv::Mat& picture, cv::Point2f at) {
  using Pixel = cv::Vec<Stored, Channels>;
  using Sum = cv::Vec<float, Channels>;
  const float x = clampedTo(at.x, float(picture.cols) - 1.001f),
              y = clampedTo(at.y, float(picture.rows) - 1.001f);
  const int i = int(x), j = int(y);
  const float s = x - float(i), t = y - float(j);
  const auto* top = picture.ptr<Pixel>(j) + i;
  const auto* bottom = picture.ptr<Pixel>(std::min(j + 1, picture.rows - 1)) + i;
  const int right = i + 1 < picture.cols ? 1 : 0;
  return (Sum(top[0]) * (1 - s) + Sum(top[right]) * s) * (1 - t) +
         (Sum(bottom[0]) * (1 - s) + Sum(bottom[right]) * s) * t;
}

/// The same of a CV_8UC3 picture.
inline cv::Vec3f sampleLinear(const cv::Mat& rgb, cv::Point2f at) {
  return sampleLinear<uchar, 3>(rgb, at);
}

/// Catmull-Rom of a CV_8UC3 picture, for what must stay sharp.
inline cv::Vec3f sampleCubic(const cv::Mat& rgb, cv::Point2f at) {
  const int i = safeFloor(at.x), j = safeFloor(at.y);
  const auto weights = [](float t, float* w) {
    w[0] = ((-0.5f * t + 1) * t - 0.5f) * t;
    w[1] = (1.5f * t - 2.5f) * t * t + 1;
    w[2] = ((-1.5f * t + 2) * t + 0.5f) * t;
    w[3] = (0.5f * t - 0.5f) * t * t;
  };
  float across[4], down[4];
  weights(at.x - float(i), across);
  weights(at.y - float(j), down);
  cv::Vec3f sum;
  for (int dy = 0; dy < 4; ++dy) {
    const auto* row = rgb.ptr<cv::Vec3b>(std::clamp(j + dy - 1, 0, rgb.rows - 1));
    cv::Vec3f line;
    for (int dx = 0; dx < 4; ++dx)
      line += cv::Vec3f(row[std::clamp(i + dx - 1, 0, rgb.cols - 1)]) * across[dx];
    sum += line * down[dy];
  }
  return sum;
}

}  // namespace orator::render
