#include "core/render/face3d/shadow_map.h"

#include <limits>

#include "core/render/face3d/rasteriser.h"

namespace orator::render::face3d {
namespace {

constexpr int kSide = 512;
constexpr float kBias = 0.03f;  // decimetre; less lets a surface shade itself in dots

}  // namespace

ShadowMap::ShadowMap(const std::vector<Surface>& surfaces,
                     const std::vector<std::vector<cv::Point3f>>& points, const cv::Vec3f& direction)
    : direction_(direction) {
  right_ = cv::normalize(cv::Vec3f(0, 1, 0).cross(direction_));
  up_ = direction_.cross(right_);
  const float huge = std::numeric_limits<float>::max();
  cv::Point2f low(huge, huge), high(-huge, -huge);
  for (const auto& part : points)
    for (const cv::Point3f& p : part) {
      const cv::Point2f at(cv::Vec3f(p).dot(right_), cv::Vec3f(p).dot(up_));
      low = {std::min(low.x, at.x), std::min(low.y, at.y)};
      high = {std::max(high.x, at.x), std::max(high.y, at.y)};
    }
  pixelsPerDecimetre_ = float(kSide - 8) / std::max({high.x - low.x, high.y - low.y, 1e-3f});
  origin_ = low - cv::Point2f(4, 4) / pixelsPerDecimetre_;
  depth_ = emptyDepth({kSide, kSide});
  for (std::size_t s = 0; s < surfaces.size(); ++s) {
    std::vector<cv::Point3f> corners;
    corners.reserve(points[s].size());
    for (const cv::Point3f& p : points[s]) corners.push_back(seenFromLight(p));
    rasterise(corners, surfaces[s].triangles, depth_, [](const Coverage&) {});
  }
}

cv::Point3f ShadowMap::seenFromLight(const cv::Vec3f& p) const {
  return {(p.dot(right_) - origin_.x) * pixelsPerDecimetre_, (p.dot(up_) - origin_.y) * pixelsPerDecimetre_,
          -p.dot(direction_)};
}

float ShadowMap::lightAt(const cv::Vec3f& point) const {
  constexpr int kReach = 2;
  const cv::Point3f at = seenFromLight(point);
  const float x = at.x - 0.5f, y = at.y - 0.5f;
  const int left = safeFloor(x), top = safeFloor(y);
  const float fx = x - float(left), fy = y - float(top);
  float lit = 0;
  // A box as wide as 2 kReach pixels that slides with the point: the ends count by their share.
  for (int dy = -kReach + 1; dy <= kReach + 1; ++dy)
    for (int dx = -kReach + 1; dx <= kReach + 1; ++dx) {
      const int px = left + dx - 1, py = top + dy - 1;
      const float wx = dx == -kReach + 1 ? 1 - fx : dx == kReach + 1 ? fx : 1;
      const float wy = dy == -kReach + 1 ? 1 - fy : dy == kReach + 1 ? fy : 1;
      const bool outside = px < 0 || py < 0 || px >= kSide || py >= kSide;
      if (outside || at.z - kBias < depth_(py, px)) lit += wx * wy;
    }
  return lit / float(4 * kReach * kReach);
}

}  // namespace orator::render::face3d
