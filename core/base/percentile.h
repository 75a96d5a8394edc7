#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace orator {

/// The value below which `fraction` of the numbers lie; 0 for none. @param values any order
inline float percentile(std::vector<float> values, double fraction) {
  if (values.empty()) return 0;
  const auto at = values.begin() + std::lround(fraction * double(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace orator
