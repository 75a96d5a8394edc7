#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/core.hpp>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/safe_rounding.h"

namespace orator::render::face3d {

/// Where a triangle covers a pixel's centre: shares of its three corners.
struct Coverage {
  int x, y;
  cv::Vec3i triangle;
  float a, b, c;

  template <typename Value>
  Value mix(const std::vector<Value>& values) const {
    return a * values[std::size_t(triangle[0])] + b * values[std::size_t(triangle[1])] +
           c * values[std::size_t(triangle[2])];
  }
};

inline cv::Mat1f emptyDepth(cv::Size size) {
  return cv::Mat1f(size, std::numeric_limits<float>::max());
}

/// Draws triangles with a depth buffer. Both sides are seen; a pixel on an edge belongs to both neighbours,
/// so that no hole opens between them.
/// @param corners x right and y down in pixels, z any depth that is linear in the picture, smaller is nearer
/// @param firstRow of the picture that the first row of `depth` stands for
/// @param depth CV_32FC1, some rows of the picture; read and updated
/// @param paint called as paint(Coverage) for what is nearest so far; y counts from the picture's first row
template <typename Paint>
void rasteriseRows(const std::vector<cv::Point3f>& corners, const std::vector<cv::Vec3i>& triangles,
                   int firstRow, cv::Mat1f& depth, const Paint& paint) {
  constexpr float kLeastArea = 1e-6f;
  const int lastRow = firstRow + depth.rows - 1;
  for (const cv::Vec3i& t : triangles) {
    const cv::Point3f &a = corners[std::size_t(t[0])], &b = corners[std::size_t(t[1])],
                      &c = corners[std::size_t(t[2])];
    const int top = std::max(firstRow, safeFloor(std::min({a.y, b.y, c.y}) - 0.5f));
    const int bottom = std::min(lastRow, safeCeil(std::max({a.y, b.y, c.y}) - 0.5f));
    if (top > bottom) continue;
    const float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    if (std::abs(area) < kLeastArea) continue;
    const float perArea = 1 / area;
    const int left = std::max(0, safeFloor(std::min({a.x, b.x, c.x}) - 0.5f));
    const int right = std::min(depth.cols - 1, safeCeil(std::max({a.x, b.x, c.x}) - 0.5f));
    for (int y = top; y <= bottom; ++y) {
      float* nearest = depth[y - firstRow];
      for (int x = left; x <= right; ++x) {
        const float px = float(x) + 0.5f, py = float(y) + 0.5f;
        const float wa = ((b.x - px) * (c.y - py) - (b.y - py) * (c.x - px)) * perArea;
        const float wb = ((c.x - px) * (a.y - py) - (c.y - py) * (a.x - px)) * perArea;
        const float wc = 1 - wa - wb;
        if (wa < 0 || wb < 0 || wc < 0) continue;
        const float z = wa * a.z + wb * b.z + wc * c.z;
        if (!(z < nearest[x])) continue;
        nearest[x] = z;
        paint(Coverage{x, y, t, wa, wb, wc});
      }
    }
  }
}

/// The same for a whole picture on all cores; paint is called for one row by one thread at a time.
template <typename Paint>
void rasterise(const std::vector<cv::Point3f>& corners, const std::vector<cv::Vec3i>& triangles,
               cv::Mat1f& depth, const Paint& paint) {
  constexpr int kBandRows = 64;
  const int bands = (depth.rows + kBandRows - 1) / kBandRows;
  parallelFor(0, bands, 1, [&](std::int64_t first, std::int64_t last) {
    for (int band = int(first); band < int(last); ++band) {
      const int begin = band * kBandRows, end = std::min(depth.rows, begin + kBandRows);
      cv::Mat1f rows = depth.rowRange(begin, end);
      rasteriseRows(corners, triangles, begin, rows, paint);
    }
  });
}

}  // namespace orator::render::face3d
