#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <span>
#include <utility>
#include <vector>

#include "core/base/safe_rounding.h"
#include "core/base/smooth_step.h"

namespace orator::render::mesh {

/// A frame along a slit (mouth or eye): origin half way between the corners, x along them, y down the face.
struct SlitFrame {
  cv::Point2f origin, x, y;  ///< x and y are unit vectors in the picture
  float halfWidth = 1;       ///< half the distance of the corners, pixels

  SlitFrame() = default;
  SlitFrame(cv::Point2f left, cv::Point2f right) : origin((left + right) * 0.5f) {
    const cv::Point2f along = right - left;
    halfWidth = std::max(1.f, float(cv::norm(along)) / 2);
    x = along * (1 / (2 * halfWidth));
    y = {-x.y, x.x};
  }
  /// u: -1 and 1 at the corners; v: pixels, positive downwards.
  cv::Point2f local(cv::Point2f p) const {
    const cv::Point2f d = p - origin;
    return {d.dot(x) / halfWidth, d.dot(y)};
  }
  cv::Point2f picture(cv::Point2f local) const { return origin + x * (local.x * halfWidth) + y * local.y; }
};

/// A smooth function v(u) over [-1, 1] through given points, tabulated; constant beyond its ends.
class Curve {
 public:
  Curve() { table_.fill(0); }
  /// @param points (u, v), at least two; sorted here
  explicit Curve(std::vector<cv::Point2f> points) {
    std::sort(points.begin(), points.end(), [](auto a, auto b) { return a.x < b.x; });
    std::size_t right = 1;
    for (int i = 0; i < kSize; ++i) {
      const float u = -1.f + 2.f * i / (kSize - 1);
      while (right + 1 < points.size() && points[right].x < u) ++right;
      const cv::Point2f a = points[right - 1], b = points[right];
      const float t = std::clamp((u - a.x) / std::max(b.x - a.x, 1e-4f), 0.f, 1.f);
      table_[i] = a.y + t * (b.y - a.y);
    }
    // Two passes of a short average take the corners out of the polyline and keep its ends.
    for (int pass = 0; pass < 2; ++pass) {
      auto copy = table_;
      for (int i = 2; i + 2 < kSize; ++i)
        table_[i] = (copy[i - 2] + 2 * copy[i - 1] + 3 * copy[i] + 2 * copy[i + 1] + copy[i + 2]) / 9;
    }
  }
  float operator()(float u) const {
    const float position = clampedTo((u + 1) * 0.5f * (kSize - 1), float(kSize - 1));
    const int i = std::min(int(position), kSize - 2);
    const float t = position - i;
    return table_[i] + t * (table_[i + 1] - table_[i]);
  }

 private:
  static constexpr int kSize = 65;
  std::array<float, kSize> table_;
};

}  // namespace orator::render::mesh
