#pragma once

#include <opencv2/core.hpp>

#include "core/render/compositing/sine_transform.h"

namespace orator::render {

/// Solves the discrete Poisson equation on a rectangle with zeros around it: for every pixel the sum of its
/// four neighbours minus four times itself is given. A sine transform along the rows leaves one tridiagonal
/// system a column. Float32 throughout; the relative error is about 1e-5. Immutable; any thread.
class PoissonSolver {
 public:
  /// @param size of the unknown pixels, the surrounding zeros not counted
  explicit PoissonSolver(cv::Size size);
  cv::Size size() const { return {transform_.length(), slack_.rows}; }
  /// Right-hand side in, solution out. @param field CV_32FC1 of size()
  void solve(cv::Mat1f& field) const;

 private:
  SineTransform transform_;
  cv::Mat1f slack_;  ///< [rows, columns] 1 + elimination factor: the factor is near -1 where precision counts
};

}  // namespace orator::render
