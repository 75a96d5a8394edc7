#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string_view>

namespace orator::motion {

/// Seeded random numbers that are the same on every platform: splitmix64 over a seed and the name of their
/// purpose, so that one purpose more does not change the others.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::string_view purpose)
      : state_(seed * 0x9E3779B97F4A7C15ull + 0x632BE59BD9B4E019ull) {
    for (const char c : purpose) state_ = (state_ ^ std::uint8_t(c)) * 0x100000001B3ull;
  }
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }
  double uniform() { return double(next() >> 11) / 9007199254740992.0; }  ///< 0..1
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  std::uint64_t state_;
};

/// Smooth band-limited noise of unit variance: random knots `1 / knotsPerSecond` apart, joined by a cubic.
/// A function of time alone, so any frame rate reads the same curve and memory does not grow.
class SmoothNoise {
 public:
  SmoothNoise(std::uint64_t seed, std::string_view purpose, double knotsPerSecond)
      : seed_(RandomStream(seed, purpose).next()), rate_(knotsPerSecond) {}
  double operator()(double seconds) const {
    const double position = seconds * rate_;
    const auto i = std::int64_t(std::floor(position));
    const double t = position - double(i);
    const double a = knot(i - 1), b = knot(i), c = knot(i + 1), d = knot(i + 2);
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  }

 private:
  double knot(std::int64_t i) const {
    return RandomStream(seed_ + std::uint64_t(i) * 0xD1342543DE82EF95ull, "knot").normal();
  }
  std::uint64_t seed_;
  double rate_;
};

}  // namespace orator::motion
