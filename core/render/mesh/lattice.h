#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

namespace orator::render::mesh {

/// A smooth displacement over part of a picture, given at the centres of square cells and interpolated by
/// cubics, so that no trace of the cells is seen. Immutable.
class Lattice {
 public:
  Lattice() = default;
  /// @param cells displacement in pixels @param step side of a cell, pixels @param origin the first cell's
  /// corner in the picture
  Lattice(const cv::Mat2f& cells, int step, cv::Point origin);

  /// At the pixels (x..x+count-1, y) of the picture. @param out `count` displacements
  void row(int x, int y, int count, cv::Vec2f* out) const;
  cv::Vec2f at(cv::Point pixel) const;

 private:
  cv::Mat2f cells_;  ///< two more on each side
  int step_ = 1;
  cv::Point origin_;
  std::vector<std::array<float, 8>> weights_;  ///< by place within a cell; each of the four taps twice
};

}  // namespace orator::render::mesh
