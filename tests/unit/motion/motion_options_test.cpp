// What lies over the generated motion: angle paths, references, idling, lids that meet.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/face/expression_names.h"
#include "core/motion/angle_path.h"
#include "core/motion/blinks.h"
#include "core/motion/face_measures.h"
#include "core/motion/idle_motion.h"
#include "core/motion/noise.h"
#include "core/motion/reference_motion.h"
#include "core/motion/resample.h"
#include "tests/support/studio_pack.h"

namespace orator::motion {
namespace {

using test::studioFaceModel;

constexpr double kRadian = 180 / std::numbers::pi;

GeneratedMotion resting(std::int64_t frames, FrameRate rate = {25, 1}) {
  GeneratedMotion motion;
  motion.frameRate = rate;
  motion.basis = "studio";
  motion.source[kAngleColumn + 1] = 0.1f;
  motion.rows.assign(std::size_t(frames), motion.source);
  motion.blinkDirection[face::kBlinkLeft] = motion.blinkDirection[face::kBlinkRight] = 1;
  return motion;
}

TEST(AnglePath, PassesItsValuesAndNeverSwingsBeyondThem) {
  const std::vector<double> values{-20, 0, 20, 20, -5};
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(pathAt(values, double(i) / 4), values[i], 1e-9);
  double before = pathAt(values, 0);
  for (int i = 1; i <= 1000; ++i) {
    const double now = pathAt(values, i / 1000.0);
    EXPECT_LE(now, 20 + 1e-9);
    EXPECT_GE(now, -20 - 1e-9);
    EXPECT_LT(std::abs(now - before), 0.2);
    before = now;
  }
  EXPECT_EQ(pathAt({7}, 0.3), 7);
}

TEST(AnglePath, TakesThePlaceOfTheGeneratedAngle) {
  GeneratedMotion motion = resting(101);
  for (std::size_t i = 0; i < 101; ++i) motion.rows[i][kAngleColumn] = 0.2f;
  MotionSettings settings;
  settings.anglePath[1] = {-20, 0, 20};
  const MotionTrack track = applySettings(motion, settings);
  EXPECT_NEAR(track.rows[0][kAngleColumn + 1] * kRadian, -20, 1e-3);
  EXPECT_NEAR(track.rows[50][kAngleColumn + 1] * kRadian, 0, 1e-3);
  EXPECT_NEAR(track.rows[100][kAngleColumn + 1] * kRadian, 20, 1e-3);
  EXPECT_FLOAT_EQ(track.rows[50][kAngleColumn], 0.2f);
  EXPECT_TRUE(track.replacedAngles[0].empty());
  settings.still = true;
  EXPECT_EQ(applySettings(motion, settings).rows[0][kAngleColumn], 0);
  EXPECT_NEAR(applySettings(motion, settings).rows[0][kAngleColumn + 1] * kRadian, -20, 1e-3);
}

TEST(AnglePath, KeepsWhatItReplacesScaledOrStill) {
  GeneratedMotion motion = resting(5);
  motion.source[kAngleColumn + 2] = 0.1f;
  for (auto& row : motion.rows) row[kAngleColumn + 2] = 0.3f;
  MotionSettings settings;
  settings.anglePath[2] = {10};
  settings.poseScale[2] = 0.5;
  MotionTrack track = applySettings(motion, settings);
  ASSERT_EQ(track.replacedAngles[2].size(), 5u);
  EXPECT_FLOAT_EQ(track.replacedAngles[2][4], 0.2f);
  EXPECT_NEAR(track.rows[4][kAngleColumn + 2] * kRadian, 10, 1e-3) << "a path is not scaled";
  settings.still = true;
  EXPECT_FLOAT_EQ(applySettings(motion, settings).replacedAngles[2][4], 0.1f);
  track = resampled(track, {50, 1});
  EXPECT_EQ(track.replacedAngles[2].size(), track.rows.size());
}

TEST(AnglePath, AsPublishedTurnsByTheSameAmountEveryFrame) {
  const auto path = publishedPath({-20, 30, 10}, 71);
  ASSERT_EQ(path.size(), 71u);
  for (std::size_t i = 0; i < path.size(); ++i)
    EXPECT_NEAR(path[i], i <= 50 ? -20 + double(i) : 80 - double(i), 1e-9) << i;
  EXPECT_EQ(publishedPath({7}, 3), (std::vector<double>{7, 7, 7}));
  EXPECT_EQ(publishedPath({7, 7}, 2), (std::vector<double>{7, 7}));
  EXPECT_EQ(publishedPath({0, 9}, 1), (std::vector<double>{0}));
  MotionSettings settings;
  settings.compat = true;
  settings.anglePath[0] = {0, 30, 40};
  const MotionTrack track = applySettings(resting(41), settings);
  EXPECT_NEAR(track.rows[15][kAngleColumn] * kRadian, 15, 1e-3);
}

TEST(PublishedBlinks, KeepTheirGapsAndTheirShape) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto curve = publishedBlinkLane(1500, seed);
    std::int64_t last = 0, count = 0;
    for (std::size_t i = 0; i < curve.size(); ++i) {
      if (curve[i] == 0) continue;
      EXPECT_GE(std::int64_t(i) - last, 10);
      EXPECT_LT(std::int64_t(i) - last, 70);
      for (const float closure : {0.5f, 0.9f, 1.f, 0.9f, 0.5f}) EXPECT_EQ(curve.at(i++), closure);
      last = std::int64_t(i);
      ++count;
    }
    EXPECT_GT(count, 20);
  }
  EXPECT_THAT(publishedBlinkLane(20, 1), testing::Each(0.f));
  EXPECT_NE(publishedBlinkLane(500, 1), publishedBlinkLane(500, 2));
}

TEST(PublishedBlinks, AreMadeOnRequestAtEveryFrameRate) {
  MotionSettings settings;
  settings.compat = true;
  for (const int fps : {25, 60}) {
    const MotionTrack track = applySettings(resting(20 * fps, {fps, 1}), settings);
    EXPECT_GT(*std::max_element(track.blink.begin(), track.blink.end()), 0.95f);
    EXPECT_LE(*std::max_element(track.blink.begin(), track.blink.end()), 1.f);
  }
}

TEST(Compat, ScalesTheExpressionAsAWhole) {
  GeneratedMotion motion = resting(1);
  motion.source[3] = 0.5f;
  motion.rows[0][3] = 0.7f;
  MotionSettings settings;
  settings.expressionScale = 2;
  EXPECT_FLOAT_EQ(applySettingsWithBlinks(motion, settings, {}).rows[0][3], 0.9f);
  settings.compat = true;
  EXPECT_FLOAT_EQ(applySettingsWithBlinks(motion, settings, {}).rows[0][3], 1.4f);
}

TEST(Lids, MeetAndDoNotCross) {
  GeneratedMotion motion = resting(4);
  motion.lidClosure = lidClosure(studioFaceModel());
  const auto closureOf = [&](const CoefficientRow& row) {
    double sum = 0;
    for (std::size_t k = 0; k < face::kExpressionCount; ++k) sum += motion.lidClosure[k] * row[k];
    return sum;
  };
  for (const float own : {0.f, 0.4f, 1.f}) {
    for (auto& row : motion.rows) row[face::kBlinkLeft] = row[face::kBlinkRight] = own;
    for (const double strength : {0.5, 1.0, 2.0}) {
      MotionSettings settings;
      settings.blinkStrength = strength;
      const MotionTrack track = applySettingsWithBlinks(motion, settings, {0, 1, 1, 0.5f});
      EXPECT_NEAR(closureOf(track.rows[0]), own, 1e-5);
      EXPECT_NEAR(closureOf(track.rows[1]), own + (1 - own) * std::min(strength, 1.0), 1e-5);
      EXPECT_LE(closureOf(track.rows[3]), 1 + 1e-5);
    }
  }
}

ReferenceMotion nodding(double seconds, FrameRate rate) {
  ReferenceMotion reference;
  reference.frameRate = rate;
  const auto frames = std::int64_t(seconds * rate.perSecond());
  for (std::int64_t i = 0; i < frames; ++i) {
    const double t = rate.secondsAt(i);
    reference.pose.push_back({float(0.3 + 0.1 * std::sin(2 * t)), 0, 0, 0, 0, float(0.2 * t)});
    reference.closure.push_back(std::abs(t - 1) < 0.1 ? 1.f : 0.f);
    reference.expression.emplace_back();
    reference.expression.back()[0] = float(t);
  }
  return reference;
}

TEST(PoseReference, IsFollowedFromItsFirstFrameAtAnyRate) {
  for (const FrameRate rate : {FrameRate{30000, 1001}, FrameRate{12, 1}, FrameRate{60, 1}}) {
    GeneratedMotion motion = resting(100);
    for (auto& row : motion.rows) row[kAngleColumn] = 0.05f;
    followPose(motion, nodding(5, rate));
    for (std::size_t i = 5; i < 90; ++i) {
      EXPECT_NEAR(motion.rows[i][kAngleColumn], 0.1 * std::sin(2 * double(i) / 25), 0.004);
      EXPECT_NEAR(motion.rows[i][kTranslationColumn + 2], 0.2 * double(i) / 25, 0.01);
      EXPECT_FLOAT_EQ(motion.rows[i][kAngleColumn + 1], 0.1f);
    }
  }
}

TEST(PoseReference, ThatIsShortIsPlayedForthAndBack) {
  GeneratedMotion motion = resting(200);
  followPose(motion, nodding(2, {25, 1}));
  for (std::size_t i = 1; i < 200; ++i)
    EXPECT_LT(std::abs(motion.rows[i][kAngleColumn] - motion.rows[i - 1][kAngleColumn]), 0.02f);
  EXPECT_NEAR(motion.rows[98][kAngleColumn], 0, 1e-4);
}

TEST(PoseReference, OfOneFrameHoldsTheHead) {
  GeneratedMotion motion = resting(10);
  followPose(motion, nodding(0.05, {25, 1}));
  for (const auto& row : motion.rows) EXPECT_EQ(row, motion.source);
}

TEST(PoseReference, IsAddedToTheGeneratedPoseInThePublishedWay) {
  GeneratedMotion motion = resting(30);
  for (auto& row : motion.rows) row[kAngleColumn] = 0.05f;
  followPose(motion, nodding(5, {25, 1}), true);
  EXPECT_NEAR(motion.rows[20][kAngleColumn], 0.05 + 0.1 * std::sin(1.6), 0.004);
}

TEST(BlinkReference, GivesItsBlinksAndNothingElse) {
  GeneratedMotion motion = resting(100, {50, 1});
  const auto before = motion.rows;
  followBlinks(motion, nodding(3, {30, 1}));
  EXPECT_EQ(motion.rows, before);
  const MotionTrack track = applySettings(motion, {});
  EXPECT_GT(track.blink[50], 0.95f);
  EXPECT_EQ(track.blink[20], 0.f);
  EXPECT_EQ(track.rows[50][0], before[50][0]);
}

TEST(BlinkReference, InThePublishedWayPutsItsExpressionInPlaceOfThePortraits) {
  GeneratedMotion motion = resting(50);
  motion.source[0] = 0.25f;
  motion.beta0Gain.assign(64 * 64, 0.f);
  motion.beta0Gain[5] = 2;  // what one unit of coefficient 0 adds to coefficient 5
  followExpression(motion, nodding(3, {25, 1}));
  EXPECT_NEAR(motion.rows[25][5], 2 * (1 - 0.25), 1e-4);
  EXPECT_THAT(applySettings(motion, {}).blink, testing::Each(0.f));
}

TEST(LidClosure, FindsBlinksAndForgivesGlances) {
  const FrameRate rate{30, 1};
  std::vector<float> openings(600);
  RandomStream random(3, "lids");
  for (std::size_t i = 0; i < openings.size(); ++i) openings[i] = float(0.30 + 0.008 * random.normal());
  for (const std::size_t blink : {100u, 250u, 400u})
    for (std::size_t i = 0; i < 6; ++i) openings[blink + i] = 0.30f - 0.21f * std::sin(float(i + 1) * 0.45f);
  for (std::size_t i = 480; i < 530; ++i) openings[i] = 0.22f;  // looks at the desk
  const auto closure = lidClosureOf(openings, rate);
  int blinks = 0;
  for (std::size_t i = 1; i < closure.size(); ++i) blinks += closure[i] > 0.5f && closure[i - 1] <= 0.5f;
  EXPECT_EQ(blinks, 3);
  EXPECT_GT(*std::max_element(closure.begin() + 100, closure.begin() + 106), 0.9f);
  for (std::size_t i = 482; i < 528; ++i) EXPECT_EQ(closure[i], 0);
}

TEST(MouthGauge, ReadsAndClosesTheGap) {
  const MouthGauge gauge(studioFaceModel());
  CoefficientRow row{};
  EXPECT_NEAR(gauge.opening(row), 0, 0.01);
  row[face::kJawOpen] = 0.6f;
  row[face::kMouthSmileLeft] = 0.3f;
  const float open = gauge.opening(row);
  EXPECT_GT(open, 0.05f);
  gauge.close(row, 0.01f);
  EXPECT_NEAR(gauge.opening(row), 0.01, 1e-5);
  EXPECT_LT(row[face::kJawOpen], 0.4f);
  EXPECT_NEAR(row[face::kMouthSmileLeft], 0.3, 0.1);
  const CoefficientRow closed = row;
  gauge.close(row, 0.02f);
  EXPECT_EQ(row, closed);
}

TEST(Idle, BreathesBlinksAndKeepsTheMouthShut) {
  GeneratedMotion silence = resting(25);
  silence.source[face::kJawOpen] = 0.4f;
  for (auto& row : silence.rows) row[face::kJawOpen] = 0.4f;
  silence.lidClosure = lidClosure(studioFaceModel());
  const GeneratedMotion idle = idleMotion(silence, 25 * 60, {}, studioFaceModel());
  ASSERT_EQ(idle.rows.size(), 1500u);
  EXPECT_EQ(idle.rows.front(), silence.source);
  const MouthGauge gauge(studioFaceModel());
  for (std::size_t i = 25; i < idle.rows.size(); ++i) EXPECT_LT(gauge.opening(idle.rows[i]), 0.01f);
  // The head is never still for two seconds and never leaves for more than some degrees.
  for (std::size_t i = 50; i + 100 < idle.rows.size(); i += 50) {
    double moved = 0;
    for (std::size_t j = i; j < i + 50; ++j)
      moved += std::abs(idle.rows[j + 1][kAngleColumn] - idle.rows[j][kAngleColumn]) * kRadian;
    EXPECT_GT(moved, 0.05);
    EXPECT_LT(std::abs(idle.rows[i][kAngleColumn + 1] - silence.source[kAngleColumn + 1]) * kRadian, 6);
  }
  for (std::size_t k = kAngleColumn; k < kCoefficientCount; ++k)
    EXPECT_NEAR(idle.rows.back()[k], silence.source[k], 1e-4);
  const MotionTrack track = applySettings(idle, {});
  EXPECT_GT(*std::max_element(track.blink.begin(), track.blink.end()), 0.9f);
  MotionSettings other;
  other.seed = 4;
  EXPECT_NE(idleMotion(silence, 1500, other, studioFaceModel()).rows, idle.rows);
}

}  // namespace
}  // namespace orator::motion
