#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace orator::render::mesh {

/// Thin-plate spline as a matrix: values at `points` = M * values at `centres` (Bookstein 1989).
/// Exact at the centres and smooth everywhere; linear in the values, so it is made once and used for every
/// frame.
/// @return [points, centres] float32
cv::Mat1f thinPlateMatrix(const std::vector<cv::Point2f>& centres, const std::vector<cv::Point2f>& points);

}  // namespace orator::render::mesh
