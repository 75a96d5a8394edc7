#pragma once

#include <algorithm>
#include <concepts>

namespace orator {

/// 0 up to t = 0, 1 from t = 1 on, between them the cubic that leaves and arrives level.
template <std::floating_point Number>
constexpr Number smoothStep(Number t) {
  t = std::clamp(t, Number(0), Number(1));
  return t * t * (3 - 2 * t);
}

/// The same between two values of x; falling where `from` is the larger one.
constexpr float smoothStep(float from, float to, float x) {
  return smoothStep((x - from) / (to - from));
}

}  // namespace orator
