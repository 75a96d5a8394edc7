#include "core/learning/measures/speech_measures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace orator::learning {
namespace {

/// Open at 0.1, shut in the frames given.
std::vector<float> lips(int frames, std::initializer_list<std::pair<int, int>> shut) {
  std::vector<float> out(std::size_t(frames), 0.1f);
  for (const auto& [begin, end] : shut)
    for (int t = begin; t < end; ++t) out[std::size_t(t)] = 0.f;
  return out;
}

std::vector<float> wave(int frames, int late) {
  std::vector<float> out;
  for (int t = 0; t < frames; ++t)
    out.push_back(float(std::sin((t - late) * 0.37) + std::sin((t - late) * 0.91)));
  return out;
}

TEST(BestCorrelation, FindsALagOfTwoFramesAndNoMore) {
  for (const int late : {-2, 0, 1, 2}) {
    const auto found = bestCorrelation(wave(200, 0), wave(200, late));
    EXPECT_EQ(found.lagFrames, late);
    EXPECT_NEAR(found.correlation, 1, 1e-4);
  }
  EXPECT_LT(bestCorrelation(wave(200, 0), wave(200, 4)).correlation, 0.8);
}

TEST(BestCorrelation, OfAMouthThatDoesNotMoveIsZero) {
  EXPECT_EQ(bestCorrelation(wave(100, 0), std::vector<float>(100, 0.02f)).correlation, 0);
}

TEST(Closures, ArePairedOneToOne) {
  const auto truth = lips(100, {{10, 13}, {30, 33}, {50, 52}, {70, 74}});
  EXPECT_EQ(findClosures(truth).size(), 4u);
  const ClosureMatch same = matchClosures(truth, truth, 0);
  EXPECT_EQ(same.paired, 4);
  EXPECT_EQ(same.recall(), 1);
  EXPECT_EQ(same.precision(), 1);
  const ClosureMatch long1 = matchClosures(truth, lips(100, {{5, 90}}), 0);
  EXPECT_EQ(long1.made, 1);
  EXPECT_EQ(long1.recall(), 0.25);
  const ClosureMatch other = matchClosures(truth, lips(100, {{13, 15}, {20, 23}, {36, 38}}), 0);
  EXPECT_EQ(other.paired, 1);
  EXPECT_NEAR(other.precision(), 1 / 3.0, 1e-9);
}

TEST(Closures, AreComparedAtTheLag) {
  const auto truth = lips(100, {{10, 12}, {40, 42}}), late = lips(100, {{14, 16}, {44, 46}});
  EXPECT_EQ(matchClosures(truth, late, 0).paired, 0);
  EXPECT_EQ(matchClosures(truth, late, 4).paired, 2);
}

TEST(Blinks, AreShortClosuresOfTheEyes) {
  std::vector<float> eyes(250, 1.f);
  for (const int at : {50, 120})
    for (int t = 0; t < 5; ++t) eyes[std::size_t(at + t)] = 0.1f;
  for (int t = 180; t < 210; ++t) eyes[std::size_t(t)] = 0.3f;  // looks down
  const Blinks blinks = findBlinks(eyes);
  EXPECT_EQ(blinks.count, 2);
  EXPECT_NEAR(blinks.meanDurationSeconds, 0.2, 1e-6);
}

TEST(HeadMeasures, AreThoseOfAKnownMotion) {
  std::vector<float> angles;
  for (int t = 0; t < 250; ++t)
    angles.insert(angles.end(), {0, float(0.1 * std::sin(2 * std::numbers::pi * t / 50)), 0});
  const std::vector<float> voice(250 * 640, 0.f);
  const HeadMeasures head = measureHead(angles, voice);
  EXPECT_NEAR(head.diversityDegrees, 0.1 / std::sqrt(2) * 180 / std::numbers::pi / 3, 0.06);
  EXPECT_NEAR(head.speedDegreesPerSecond, 4 * 0.1 * 180 / std::numbers::pi / 2, 0.5);
}

TEST(SilentFrames, BeginAfterThePauseHasLastedThreeTenths) {
  std::vector<float> voice(50 * 640, 0.f);
  for (int i = 0; i < 25 * 640; ++i) voice[std::size_t(i)] = float(0.5 * std::sin(0.2 * i));
  const auto silent = silentFrames(voice);
  ASSERT_FALSE(silent.empty());
  EXPECT_EQ(silent.front(), 33);
  EXPECT_EQ(silent.back(), 49);
}

}  // namespace
}  // namespace orator::learning
