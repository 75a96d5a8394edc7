#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace orator::learning {

/// A learning rate that rises in a line over the first steps and then falls as a half cosine to a share of
/// its peak at the last step.
struct LearningRate {
  double peak = 1e-3;
  std::int64_t warmUpSteps = 0;
  double floor = 0.01;  ///< share of the peak that is left at the end

  /// @param steps of the whole training
  double at(std::int64_t step, std::int64_t steps) const {
    if (step < warmUpSteps) return peak * double(step + 1) / double(warmUpSteps);
    const double along = double(step - warmUpSteps) / double(std::max<std::int64_t>(1, steps - warmUpSteps));
    return peak * (floor + (1 - floor) * 0.5 * (1 + std::cos(std::numbers::pi * along)));
  }
};

}  // namespace orator::learning
