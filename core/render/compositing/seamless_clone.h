#pragma once

#include <opencv2/core.hpp>

#include "core/render/compositing/poisson_solver.h"

namespace orator::render {

/// Gradient-domain cloning into one fixed place (Perez, Gangnet and Blake, "Poisson image editing", 2003):
/// gradients of the source where the mask is white, of the destination where it is black, the destination's
/// pixels on the edge. The same equation as cv::seamlessClone with NORMAL_CLONE, solved for the difference to
/// the destination, which is prepared once. Immutable; any thread.
class SeamlessClone {
 public:
  /// @param destination CV_8UC3, at least 3 x 3 pixels @param mask CV_8UC1 of the same size; grey mixes
  SeamlessClone(const cv::Mat& destination, const cv::Mat& mask);
  /// @param source CV_8UC3 of the same size @return CV_8UC3
  cv::Mat clone(const cv::Mat& source) const;

 private:
  cv::Mat destination_;
  cv::Mat1f mask_;  ///< 0..1
  PoissonSolver solver_;
};

}  // namespace orator::render
