#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "core/render/compositing/poisson_solver.h"

namespace orator::render {

/// The smooth difference of colour between a frame and the portrait, as seen along the edge of the box where
/// both should show the same thing. What moves there (shoulders, hair) is told from a change of light by
/// being an outlier, and the background counts for more than the person. The difference on the edge is
/// continued inward harmonically, as in membrane interpolation, on a coarse grid.
/// Immutable; any thread.
class RingCorrection {
 public:
  /// @param portrait CV_8UC3, the region's pixels @param matte CV_8UC1 of the same size or empty
  RingCorrection(const cv::Mat& portrait, const cv::Mat& matte);
  /// @param frame CV_8UC3 of the region's size
  /// @return CV_32FC3 of the grid: what the frame has too much of, in grey levels
  cv::Mat3f measure(const cv::Mat& frame) const;

 private:
  cv::Mat3f coarse_;             ///< the portrait on the grid
  std::vector<cv::Point> ring_;  ///< cells of the grid's edge, clockwise
  std::vector<float> trust_;     ///< of each, 0..1
  cv::Mat1f blur_;               ///< [ring, ring] weights of the neighbours along the edge
  PoissonSolver solver_;
};

}  // namespace orator::render
