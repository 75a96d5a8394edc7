#include "core/face/model_builder/surface_field.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace orator::face {
namespace {

constexpr double kSmallestCotangent = 0.02;  // obtuse triangles would otherwise pull with negative weights
constexpr double kHandleWeight = 1e5;        // large against the energy, small against double precision
constexpr double kRest = 1e-7;               // keeps vertices that no handle reaches at rest

double cotangent(const cv::Vec3d& a, const cv::Vec3d& b) {
  return std::max(kSmallestCotangent, a.dot(b) / std::max(1e-9, cv::norm(a.cross(b))));
}

}  // namespace

SurfaceField::SurfaceField(std::vector<cv::Vec3d> vertices, const std::vector<cv::Vec3i>& triangles)
    : vertices_(std::move(vertices)) {
  const int n = int(vertices_.size());
  laplacian_ = cv::Mat1d::zeros(n, n);
  area_ = cv::Mat1d(n, 1, 1e-6);
  for (const cv::Vec3i& t : triangles) {
    for (int corner = 0; corner < 3; ++corner) {
      const int a = t[corner], b = t[(corner + 1) % 3], c = t[(corner + 2) % 3];
      const cv::Vec3d &pa = vertices_[std::size_t(a)], &pb = vertices_[std::size_t(b)],
                      &pc = vertices_[std::size_t(c)];
      const double weight = 0.5 * cotangent(pa - pc, pb - pc);
      laplacian_(a, b) -= weight;
      laplacian_(b, a) -= weight;
      laplacian_(a, a) += weight;
      laplacian_(b, b) += weight;
      area_(a, 0) += cv::norm((pb - pa).cross(pc - pa)) / 6;
    }
  }
  cv::Mat1d scaled = laplacian_.clone();
  for (int row = 0; row < n; ++row) scaled.row(row) /= area_(row, 0);
  thinPlate_ = laplacian_ * scaled;
}

SurfaceField::Field SurfaceField::interpolate(const Handles& handles, double radius) const {
  const int n = int(vertices_.size());
  cv::Mat1d system = thinPlate_.clone(), right = cv::Mat1d::zeros(n, 3), solution;
  for (int i = 0; i < n; ++i) {
    double nearest = std::numeric_limits<double>::max();
    for (const auto& [vertex, displacement] : handles)
      if (cv::norm(displacement) > 0)
        nearest = std::min(nearest, cv::norm(vertices_[std::size_t(i)] - vertices_[std::size_t(vertex)]));
    system(i, i) += nearest > radius ? kHandleWeight : kRest;
  }
  for (const auto& [vertex, displacement] : handles) {
    system(vertex, vertex) += kHandleWeight;
    for (int k = 0; k < 3; ++k) right(vertex, k) += kHandleWeight * displacement[k];
  }
  cv::solve(system, right, solution, cv::DECOMP_CHOLESKY);
  Field field;
  for (int i = 0; i < n; ++i) field.emplace_back(solution(i, 0), solution(i, 1), solution(i, 2));
  return field;
}

SurfaceField::Modes SurfaceField::modes(int count) const {
  // Symmetric form A^-1/2 L A^-1/2 of the generalised problem; cv::eigen sorts from the largest value down.
  const int n = int(vertices_.size());
  cv::Mat1d symmetric = laplacian_.clone(), values, vectors;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) symmetric(i, j) /= std::sqrt(area_(i, 0) * area_(j, 0));
  cv::eigen(symmetric, values, vectors);
  Modes result{cv::Mat1d(count, n), cv::Mat1d(count, 1)};
  for (int m = 0; m < count; ++m) {
    const int row = n - 2 - m;
    cv::Mat1d function = result.functions.row(m);
    for (int i = 0; i < n; ++i) function(0, i) = vectors(row, i) / std::sqrt(area_(i, 0));
    double peak = 0;  // the sign of an eigenvector is arbitrary: the first clear value is made positive
    for (int i = 0; i < n; ++i) peak = std::max(peak, std::abs(function(0, i)));
    double sign = 1;
    for (int i = 0; i < n; ++i)
      if (std::abs(function(0, i)) > 0.3 * peak) {
        sign = function(0, i) > 0 ? 1 : -1;
        break;
      }
    function *= sign * std::sqrt(double(n)) / cv::norm(function);
    result.eigenvalues(m, 0) = values(row, 0);
  }
  return result;
}

}  // namespace orator::face
