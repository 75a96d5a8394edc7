#pragma once

#include <cstdint>
#include <vector>

#include "core/base/frame_rate.h"

namespace orator::motion {

/// One closing of the lids: a block on the blink lane.
struct Blink {
  double startSeconds = 0;
  double durationSeconds = 0.24;  ///< 0.1..0.4 in life
  double depth = 1;               ///< 0..2, 1 = both lids shut
  bool operator==(const Blink&) const = default;
};

/// Natural blinks: log-normal gaps with a mean of 60 / rate seconds, none in the first half second.
/// The same seed gives the same blinks. @param perMinute 0..60
std::vector<Blink> generateBlinks(double lengthSeconds, double perMinute, std::uint64_t seed);

/// The lane: lid closure per frame, 0..2. Lids fall in a third of a blink and rise in the rest.
std::vector<float> renderBlinks(const std::vector<Blink>& blinks, FrameRate frameRate, std::int64_t frames);

/// Blinks as the published system makes them, at its 25 frames a second: after a gap of 10 to
/// min(frames / 2, 70) - 1 frames the lids close by 0.5 0.9 1 0.9 0.5, and so on; none in 20 frames or less.
/// Seeded, which the published system is not.
inline constexpr FrameRate kPublishedBlinkRate{25, 1};
std::vector<float> publishedBlinkLane(std::int64_t frames, std::uint64_t seed);

}  // namespace orator::motion
