#include "core/motion/angle_path.h"

#include <algorithm>
#include <cmath>

namespace orator::motion {
namespace {

/// Slope at a knot after Fritsch and Carlson: the harmonic mean of both sides, level at a turning point.
double slope(const std::vector<double>& values, std::size_t i) {
  if (i == 0 || i + 1 == values.size()) return 0;
  const double before = values[i] - values[i - 1], after = values[i + 1] - values[i];
  return before * after > 0 ? 2 * before * after / (before + after) : 0;
}

}  // namespace

double pathAt(const std::vector<double>& values, double position) {
  const double knot = std::clamp(position, 0.0, 1.0) * double(values.size() - 1);
  const auto i = std::min(std::size_t(knot), values.size() - 1), j = std::min(i + 1, values.size() - 1);
  const double t = knot - double(i), s = 1 - t;
  return values[i] * s * s * (1 + 2 * t) + values[j] * t * t * (1 + 2 * s) + slope(values, i) * t * s * s -
         slope(values, j) * t * t * s;
}

std::vector<double> publishedPath(const std::vector<double>& values, std::size_t frames) {
  double length = 0;
  for (std::size_t i = 1; i < values.size(); ++i) length += std::abs(values[i] - values[i - 1]);
  const double step = length / std::max(1.0, double(frames) - 1);
  std::vector<double> path;
  for (std::size_t i = 1; i < values.size(); ++i) {
    // Every value starts its own run of steps.
    const double way = values[i] - values[i - 1];
    for (double gone = 0; gone < std::abs(way); gone += step)
      path.push_back(values[i - 1] + std::copysign(gone, way));
  }
  path.resize(frames, values.back());
  return path;
}

}  // namespace orator::motion
