#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace orator::render::face3d {

/// Smooth surface through a coarse triangle mesh (Loop, "Smooth subdivision surfaces based on triangles",
/// 1987; borders become cubic curves of the border alone, so meshes that share a border stay joined). Which
/// coarse vertices make a fine one is worked out once; posing the surface is one weighted sum a vertex.
/// Immutable; any thread.
class SubdivisionSurface {
 public:
  /// @param vertexCount of the coarse mesh; vertices that no triangle names have no fine counterpart
  SubdivisionSurface(const std::vector<cv::Vec3i>& triangles, int vertexCount, int levels);

  const std::vector<cv::Vec3i>& triangles() const { return triangles_; }
  int vertexCount() const { return int(begin_.size()) - 1; }
  std::vector<cv::Point3f> apply(const std::vector<cv::Point3f>& coarse) const;
  std::vector<cv::Vec2f> apply(const std::vector<cv::Vec2f>& coarse) const;

 private:
  template <typename Value>
  std::vector<Value> weightedSums(const std::vector<Value>& coarse) const;

  std::vector<cv::Vec3i> triangles_;
  std::vector<int> begin_,
      source_;  ///< of the weights of each fine vertex, and the coarse vertices they weigh
  std::vector<float> weight_;
};

}  // namespace orator::render::face3d
