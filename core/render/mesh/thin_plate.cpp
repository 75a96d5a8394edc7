#include "core/render/mesh/thin_plate.h"

#include <cmath>

namespace orator::render::mesh {

namespace {
double kernel(cv::Point2d a, cv::Point2d b) {
  const double squared = (a - b).ddot(a - b);
  return squared > 0 ? 0.5 * squared * std::log(squared) : 0;
}
}  // namespace

cv::Mat1f thinPlateMatrix(const std::vector<cv::Point2f>& centres, const std::vector<cv::Point2f>& points) {
  const int n = int(centres.size());
  cv::Point2d mean(0, 0);
  for (const auto& c : centres) mean += cv::Point2d(c) / n;
  double spread = 0;
  for (const auto& c : centres) spread += cv::norm(cv::Point2d(c) - mean) / n;
  const auto normalised = [&](cv::Point2f p) { return (cv::Point2d(p) - mean) * (1 / spread); };

  cv::Mat1d system(n + 3, n + 3, 0.0);
  for (int i = 0; i < n; ++i) {
    const cv::Point2d a = normalised(centres[i]);
    for (int j = 0; j < i; ++j) system(i, j) = system(j, i) = kernel(a, normalised(centres[j]));
    const double affine[] = {1, a.x, a.y};
    for (int k = 0; k < 3; ++k) system(i, n + k) = system(n + k, i) = affine[k];
  }
  // Singular only if centres coincide; the decomposition that survives that is a hundred times slower.
  cv::Mat1d whole;
  if (cv::invert(system, whole, cv::DECOMP_LU) == 0) cv::invert(system, whole, cv::DECOMP_SVD);
  const cv::Mat1d inverse = whole.colRange(0, n);

  cv::Mat1d basis(int(points.size()), n + 3);
  for (int i = 0; i < basis.rows; ++i) {
    const cv::Point2d p = normalised(points[i]);
    for (int j = 0; j < n; ++j) basis(i, j) = kernel(p, normalised(centres[j]));
    basis(i, n) = 1;
    basis(i, n + 1) = p.x;
    basis(i, n + 2) = p.y;
  }
  cv::Mat1f matrix;
  cv::Mat1d(basis * inverse).convertTo(matrix, CV_32F);
  return matrix;
}

}  // namespace orator::render::mesh
