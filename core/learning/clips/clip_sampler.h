#pragma once

#include <random>
#include <vector>

#include "core/learning/clips/data_set.h"

namespace orator::learning {

/// Draws clips so that many people are heard: a collection (first folder of the name) counts by the square
/// root of what its speakers weigh, a speaker by the square root of the frames there are, a clip by its
/// length.
class ClipSampler {
 public:
  /// @param clips must outlive this object
  explicit ClipSampler(const std::vector<Clip>& clips);
  const Clip& draw(std::mt19937_64& random) const;

 private:
  const std::vector<Clip>& clips_;
  mutable std::discrete_distribution<std::size_t> distribution_;
};

}  // namespace orator::learning
