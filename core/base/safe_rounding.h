#pragma once

#include <cmath>

namespace orator {

// Floating-point numbers become whole ones only where they fit: the conversion of NaN or of a number outside
// the range of int is undefined.

/// `x` between 0 and `last`; 0 for what is no number.
inline float clampedTo(float x, float last) {
  return x > 0 ? (x < last ? x : last) : 0.f;
}

/// The largest whole number up to `x`, at most 2^24 away from 0: far outside any picture, and a border can
/// still be added to it. 0 for what is no number.
inline int safeFloor(double x) {
  constexpr double kFarthest = 1 << 24;
  if (!(x > -kFarthest)) return x != x ? 0 : -int(kFarthest);
  return x < kFarthest ? int(std::floor(x)) : int(kFarthest);
}
inline int safeCeil(double x) {
  return -safeFloor(-x);
}
inline int safeRound(double x) {
  return safeFloor(x + 0.5);
}

}  // namespace orator
