#include "core/render/liveportrait/hull_volume.h"

#include <cmath>

namespace orator::render::liveportrait {

double hullVolume(const std::vector<cv::Point3d>& points) {
  cv::Point3d middle;
  for (const cv::Point3d& p : points) middle += p * (1.0 / double(points.size()));
  double volume = 0;
  for (std::size_t a = 0; a < points.size(); ++a)
    for (std::size_t b = a + 1; b < points.size(); ++b)
      for (std::size_t c = b + 1; c < points.size(); ++c) {
        const cv::Point3d normal = (points[b] - points[a]).cross(points[c] - points[a]);
        bool above = false, below = false;
        for (std::size_t k = 0; k < points.size() && !(above && below); ++k) {
          if (k == a || k == b || k == c) continue;
          (normal.dot(points[k] - points[a]) > 0 ? above : below) = true;
        }
        // A face of the hull has everything on one side; with the middle it spans a part of the volume.
        if (!(above && below)) volume += std::abs(normal.dot(middle - points[a])) / 6;
      }
  return volume;
}

}  // namespace orator::render::liveportrait
