#pragma once

#include <opencv2/core.hpp>

namespace orator::render::mesh {

/// What brings the nodes of a lattice back: where s + forward(s) is a node, s minus the node, to a fiftieth
/// of a step. A field that folds over itself gives one of its sheets.
/// @param forward displacement at each node, pixels @param step between nodes, pixels
/// @param cells nodes that are asked for @param start the result that is expected, of the size of `forward`;
/// empty: `forward` backwards
/// @return pixels, of the size of `cells`
cv::Mat2f inverseField(const cv::Mat2f& forward, int step, cv::Rect cells, const cv::Mat2f& start);

}  // namespace orator::render::mesh
