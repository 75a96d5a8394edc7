#include "core/motion/resample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace orator::motion {
namespace {

std::vector<float> wave(double hz, FrameRate rate, std::int64_t frames) {
  std::vector<float> values;
  for (std::int64_t i = 0; i < frames; ++i)
    values.push_back(float(std::sin(2 * std::numbers::pi * hz * rate.secondsAt(i))));
  return values;
}

double largestError(const std::vector<float>& a, const std::vector<float>& b) {
  double error = 0;
  for (std::size_t i = 8; i + 8 < std::min(a.size(), b.size()); ++i)
    error = std::max(error, std::abs(double(a[i]) - b[i]));
  return error;
}

TEST(Resample, KeepsTheValuesAtTheSameRate) {
  const auto values = wave(3, {25, 1}, 100);
  EXPECT_EQ(resampled(values, {25, 1}, {25, 1}, 100), values);
}

TEST(Resample, FollowsASlowCurveAtEveryRate) {
  for (const int from : {24, 25, 30, 50, 60})
    for (const int to : {24, 25, 30, 50, 60}) {
      const auto read = resampled(wave(1, {from, 1}, 10 * from), {from, 1}, {to, 1}, 10 * to);
      ASSERT_EQ(read.size(), std::size_t(10 * to));
      EXPECT_LT(largestError(read, wave(1, {to, 1}, 10 * to)), 0.03) << from << " to " << to;
    }
}

TEST(Resample, IsExactOnAStraightLine) {
  std::vector<float> line;
  for (int i = 0; i < 100; ++i) line.push_back(0.25f * float(i));
  const auto read = resampled(line, {25, 1}, {60, 1}, 230);
  for (std::size_t i = 8; i < 220; ++i) EXPECT_NEAR(read[i], 0.25 * double(i) * 25 / 60, 1e-4);
}

TEST(Resample, DoesNotBeatWhereTheRateFalls) {
  // 28 Hz cannot be shown at 25 frames a second: what is left of it must not become a slow swing.
  const auto read = resampled(wave(28, {60, 1}, 600), {60, 1}, {25, 1}, 250);
  EXPECT_LT(*std::max_element(read.begin() + 8, read.end() - 8), 0.1f);
}

TEST(Resample, HoldsTheLastRow) {
  const auto read = resampled(std::vector<float>{1, 2, 3}, {25, 1}, {50, 1}, 12);
  for (std::size_t i = 8; i < 12; ++i) EXPECT_FLOAT_EQ(read[i], 3);
}

TEST(Resample, OfATrackKeepsItsLengthInSecondsAndItsBlinks) {
  MotionTrack track;
  track.frameRate = {25, 1};
  track.rows.assign(50, CoefficientRow{});
  track.blink.assign(50, 0.f);
  track.blink[20] = track.blink[21] = track.blink[22] = 1;
  for (std::size_t i = 0; i < 50; ++i) track.rows[i][64] = float(i) / 25;
  const MotionTrack fast = resampled(track, {60, 1});
  EXPECT_EQ(fast.frames(), 120);
  EXPECT_EQ(fast.frameRate, (FrameRate{60, 1}));
  ASSERT_EQ(fast.blink.size(), 120u);
  EXPECT_GT(fast.blink[50], 0.95f);
  EXPECT_GE(*std::min_element(fast.blink.begin(), fast.blink.end()), 0.f);
  EXPECT_NEAR(fast.rows[60][64], 1, 1e-4);
}

}  // namespace
}  // namespace orator::motion
