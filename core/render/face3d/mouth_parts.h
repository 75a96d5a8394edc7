#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "core/render/face3d/surface.h"

namespace orator::render::face3d {

/// Both rows of teeth with their gums, and the tongue, made to measure for a neutral face. Immutable; any
/// thread.
class MouthParts {
 public:
  /// @param neutral the 478 points of the face with closed lips
  explicit MouthParts(const std::vector<cv::Point3f>& neutral);
  /// @param expressive the same points with an expression, head at rest: lower row and tongue follow the jaw
  /// @return upper row, lower row and tongue, head at rest
  std::vector<Surface> pose(const std::vector<cv::Point3f>& expressive) const;

 private:
  std::vector<cv::Point3f> neutral_;
  Surface upper_, lower_, tongue_;
};

}  // namespace orator::render::face3d
