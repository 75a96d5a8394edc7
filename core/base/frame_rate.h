#pragma once

#include <cstdint>

namespace orator {

/// Frames per second as a fraction. Time is an integer frame index plus a FrameRate; seconds are for display.
struct FrameRate {
  int numerator = 25;
  int denominator = 1;

  double perSecond() const { return double(numerator) / denominator; }
  double secondsAt(std::int64_t frame) const { return double(frame) * denominator / numerator; }
  /// Frames needed to cover `samples` of sound at `sampleRateHz`: rounded to the nearest, at least 1.
  std::int64_t framesCovering(std::int64_t samples, int sampleRateHz) const {
    const std::int64_t n = (samples * numerator + std::int64_t(sampleRateHz) * denominator / 2) /
                           (std::int64_t(sampleRateHz) * denominator);
    return n > 0 ? n : 1;
  }
  bool operator==(const FrameRate&) const = default;
};

/// Half-open range of frame indices [begin, end).
struct FrameRange {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::int64_t size() const { return end - begin; }
  bool operator==(const FrameRange&) const = default;
};

}  // namespace orator
