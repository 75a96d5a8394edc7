#include "core/motion/blinks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace orator::motion {
namespace {

constexpr double kTenMinutes = 600;

TEST(Blinks, KeepTheRateAskedFor) {
  for (const double rate : {8.0, 16.0, 25.0}) {
    double count = 0;
    for (std::uint64_t seed = 0; seed < 10; ++seed)
      count += double(generateBlinks(kTenMinutes, rate, seed).size());
    EXPECT_NEAR(count / 100, rate, 0.12 * rate);
  }
}

TEST(Blinks, AreSpacedLikeAPersonsAndNotLikeAClock) {
  double sum = 0, squares = 0;
  int count = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const auto blinks = generateBlinks(kTenMinutes, 16, seed);
    for (std::size_t i = 1; i < blinks.size(); ++i, ++count) {
      const double gap = blinks[i].startSeconds - blinks[i - 1].startSeconds;
      EXPECT_GE(gap, blinks[i - 1].durationSeconds);
      sum += std::log(gap);
      squares += std::log(gap) * std::log(gap);
    }
  }
  const double spread = std::sqrt(squares / count - (sum / count) * (sum / count));
  EXPECT_GT(spread, 0.35);
  EXPECT_LT(spread, 0.75);
}

TEST(Blinks, LastATenthToFourTenthsOfASecondAndLieInsideTheVideo) {
  for (const Blink& blink : generateBlinks(kTenMinutes, 20, 4)) {
    EXPECT_GE(blink.durationSeconds, 0.1);
    EXPECT_LE(blink.durationSeconds, 0.4);
    EXPECT_GE(blink.startSeconds, 0.5);
    EXPECT_LE(blink.startSeconds + blink.durationSeconds, kTenMinutes);
    EXPECT_GT(blink.depth, 0.5);
    EXPECT_LE(blink.depth, 1);
  }
}

TEST(Blinks, FollowTheSeed) {
  EXPECT_EQ(generateBlinks(60, 16, 3), generateBlinks(60, 16, 3));
  EXPECT_NE(generateBlinks(60, 16, 3), generateBlinks(60, 16, 4));
}

TEST(Blinks, OfALongerVideoBeginLikeThoseOfAShorterOne) {
  const auto shorter = generateBlinks(60, 16, 3), longer = generateBlinks(120, 16, 3);
  ASSERT_LT(shorter.size(), longer.size());
  EXPECT_TRUE(std::equal(shorter.begin(), shorter.end(), longer.begin()));
}

TEST(Blinks, ThereAreNoneAtRateZeroOrInNoTime) {
  EXPECT_TRUE(generateBlinks(60, 0, 1).empty());
  EXPECT_TRUE(generateBlinks(0.4, 16, 1).empty());
}

TEST(BlinkLane, ShutsTheLidsInEveryBlinkAtEveryFrameRate) {
  for (const int fps : {24, 25, 30, 50, 60})
    for (const Blink& blink : generateBlinks(kTenMinutes, 16, 9)) {
      const auto lane = renderBlinks({blink}, {fps, 1}, std::int64_t(kTenMinutes) * fps);
      EXPECT_GE(*std::max_element(lane.begin(), lane.end()), 0.9 * blink.depth) << fps;
    }
}

TEST(BlinkLane, ClosesFasterThanItOpens) {
  const auto lane = renderBlinks({{1.0, 0.3, 1.0}}, {1000, 1}, 2000);
  const auto peak = std::max_element(lane.begin(), lane.end());
  const auto first = std::find_if(lane.begin(), lane.end(), [](float x) { return x > 0.01f; });
  const auto last = std::find_if(peak, lane.end(), [](float x) { return x < 0.01f; });
  const auto opening = std::find_if(peak, lane.end(), [](float x) { return x < 0.99f; });
  EXPECT_LT(peak - first, last - opening);
  EXPECT_NEAR(double(last - first), 300, 30);
}

TEST(BlinkLane, IsZeroOutsideAndKeepsToTheFramesAsked) {
  const auto lane = renderBlinks({{0.5, 0.2, 1.0}, {3.9, 0.4, 1.0}}, {25, 1}, 100);
  ASSERT_EQ(lane.size(), 100u);
  for (std::size_t i = 0; i < 100; ++i) {
    const double t = double(i) / 25;
    const bool outside = t < 0.5 || (t > 0.7 && t < 3.9);
    if (outside) {
      EXPECT_EQ(lane[i], 0.f) << i;
    }
  }
  EXPECT_THAT(renderBlinks({}, {25, 1}, 5), testing::Each(0.f));
  EXPECT_TRUE(renderBlinks({}, {25, 1}, 0).empty());
}

TEST(BlinkLane, TakesTheLargerOfOverlappingBlinks) {
  const std::vector<Blink> both{{0.5, 0.3, 0.6}, {0.55, 0.3, 1.0}};
  const auto lane = renderBlinks(both, {50, 1}, 60), a = renderBlinks({both[0]}, {50, 1}, 60),
             b = renderBlinks({both[1]}, {50, 1}, 60);
  for (std::size_t i = 0; i < lane.size(); ++i) EXPECT_EQ(lane[i], std::max(a[i], b[i]));
}

}  // namespace
}  // namespace orator::motion
