#pragma once

#include <map>
#include <opencv2/core.hpp>
#include <vector>

namespace orator::face {

/// Smooth vector fields over a triangle mesh: the thin-plate (bi-Laplacian) surface through given
/// displacements. What the mesh does not connect, such as the two lips across the mouth opening, moves
/// independently.
class SurfaceField {
 public:
  using Field = std::vector<cv::Vec3d>;
  using Handles = std::map<int, cv::Vec3d>;

  SurfaceField(std::vector<cv::Vec3d> vertices, const std::vector<cv::Vec3i>& triangles);

  /// The smoothest field with the handles' displacements and zero beyond `radius` of every handle that moves.
  Field interpolate(const Handles& handles, double radius) const;

  /// Slowest varying scalar functions on the mesh without the constant one, smallest eigenvalue first.
  struct Modes {
    cv::Mat1d functions;    ///< [count, vertices], root mean square 1
    cv::Mat1d eigenvalues;  ///< [count, 1], per square of the vertices' unit
  };
  Modes modes(int count) const;

  const std::vector<cv::Vec3d>& vertices() const { return vertices_; }

 private:
  std::vector<cv::Vec3d> vertices_;
  cv::Mat1d laplacian_;  ///< cotangent weights
  cv::Mat1d area_;       ///< of each vertex, [vertices, 1]
  cv::Mat1d thinPlate_;  ///< energy of a field
};

}  // namespace orator::face
