#include "core/motion/blinks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include "core/motion/noise.h"

namespace orator::motion {

std::vector<Blink> generateBlinks(double lengthSeconds, double perMinute, std::uint64_t seed) {
  std::vector<Blink> blinks;
  if (perMinute <= 0) return blinks;
  constexpr double kSpread = 0.55;  // of the logarithm of the gap
  const double mean = 60 / perMinute;
  RandomStream random(seed, "blinks");
  double time = 0.5;
  while (true) {
    const double gap = mean * std::exp(kSpread * random.normal() - kSpread * kSpread / 2);
    time += std::max(gap, 0.45);
    const Blink blink{time, std::clamp(0.25 * std::exp(0.2 * random.normal()), 0.16, 0.40),
                      0.92 + 0.08 * random.uniform()};
    if (blink.startSeconds + blink.durationSeconds > lengthSeconds) return blinks;
    blinks.push_back(blink);
  }
}

std::vector<float> renderBlinks(const std::vector<Blink>& blinks, FrameRate frameRate, std::int64_t frames) {
  constexpr double kFall = 0.36;  // share of the blink until the lids are shut
  std::vector<float> lane(std::size_t(std::max<std::int64_t>(frames, 0)), 0.f);
  for (const Blink& blink : blinks) {
    const auto first = std::int64_t(std::floor(blink.startSeconds * frameRate.perSecond()));
    const auto last =
        std::int64_t(std::ceil((blink.startSeconds + blink.durationSeconds) * frameRate.perSecond()));
    for (std::int64_t i = std::max<std::int64_t>(first, 0); i <= std::min(last, frames - 1); ++i) {
      const double t = (frameRate.secondsAt(i) - blink.startSeconds) / blink.durationSeconds;
      if (t <= 0 || t >= 1) continue;
      const double phase = t < kFall ? t / kFall : (1 - t) / (1 - kFall);
      // Shut for a moment, so that every frame rate catches the closed lids.
      const double closed = std::min(1.0, 1.35 * phase * phase * (3 - 2 * phase));
      lane[std::size_t(i)] = std::max(lane[std::size_t(i)], float(blink.depth * closed));
    }
  }
  return lane;
}

std::vector<float> publishedBlinkLane(std::int64_t frames, std::uint64_t seed) {
  constexpr std::array kClosing{0.5f, 0.9f, 1.f, 0.9f, 0.5f};
  std::vector<float> lane(std::size_t(std::max<std::int64_t>(frames, 0)), 0.f);
  if (frames <= 20) return lane;
  RandomStream random(seed, "published blinks");
  const std::int64_t shortest = 10, longest = std::min<std::int64_t>(frames / 2, 70);
  for (std::int64_t at = 0;;) {
    at += shortest + std::int64_t(random.uniform() * double(longest - shortest));
    if (at + std::int64_t(kClosing.size()) > frames - 1) return lane;
    std::copy(kClosing.begin(), kClosing.end(), lane.begin() + at);
    at += std::int64_t(kClosing.size());
  }
}

}  // namespace orator::motion
