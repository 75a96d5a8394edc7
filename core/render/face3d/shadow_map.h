#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "core/render/face3d/surface.h"

namespace orator::render::face3d {

/// Which points a distant light reaches, from a depth picture seen from the light.
class ShadowMap {
 public:
  /// @param points of each surface, as they stand before the camera @param direction to the light, unit
  /// length
  ShadowMap(const std::vector<Surface>& surfaces, const std::vector<std::vector<cv::Point3f>>& points,
            const cv::Vec3f& direction);
  /// 0 in full shadow to 1, soft at the edge.
  float lightAt(const cv::Vec3f& point) const;

 private:
  cv::Point3f seenFromLight(const cv::Vec3f& point) const;

  cv::Vec3f right_, up_, direction_;
  cv::Point2f origin_;
  float pixelsPerDecimetre_ = 1;
  cv::Mat1f depth_;
};

}  // namespace orator::render::face3d
