#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/motion/blinks.h"
#include "core/motion/motion_model.h"
#include "core/motion/noise.h"

namespace orator::motion {
namespace {

GeneratedMotion someMotion(std::int64_t frames = 500) {
  RandomStream random(1, "motion");
  GeneratedMotion motion;
  motion.basis = "studio";
  for (float& value : motion.source) value = float(0.3 * random.normal());
  for (std::int64_t i = 0; i < frames; ++i) {
    CoefficientRow row;
    for (float& value : row) value = float(random.normal());
    motion.rows.push_back(row);
  }
  motion.blinkDirection[35] = motion.blinkDirection[36] = 1;
  motion.blinkDirection[10] = -0.25f;
  return motion;
}

MotionTrack with(const GeneratedMotion& motion, auto change) {
  MotionSettings settings;
  change(settings);
  return applySettings(motion, settings);
}

TEST(ApplySettings, IsExactlyLinearInBlinkStrength) {
  const GeneratedMotion motion = someMotion();
  const auto at = [&](double strength) {
    return with(motion, [&](MotionSettings& s) { s.blinkStrength = strength; });
  };
  const MotionTrack none = at(0), half = at(0.5), full = at(1), twice = at(2);
  ASSERT_GT(*std::max_element(full.blink.begin(), full.blink.end()), 0.9f);
  for (std::size_t i = 0; i < motion.rows.size(); ++i) {
    EXPECT_FLOAT_EQ(twice.blink[i], 2 * full.blink[i]);
    for (int k = 0; k < kCoefficientCount; ++k) {
      const float step = full.rows[i][k] - none.rows[i][k];
      EXPECT_NEAR(half.rows[i][k] - none.rows[i][k], 0.5f * step, 1e-6f);
      EXPECT_NEAR(twice.rows[i][k] - none.rows[i][k], 2 * step, 1e-6f);
      const float direction = k < kAngleColumn ? motion.blinkDirection[k] : 0.f;
      EXPECT_NEAR(step, full.blink[i] * direction, 1e-6f);
    }
  }
}

TEST(ApplySettings, WithoutBlinksAtScaleOneKeepsTheRows) {
  const GeneratedMotion motion = someMotion();
  const MotionTrack track = with(motion, [](MotionSettings& s) { s.blinkRate = 0; });
  for (std::size_t i = 0; i < motion.rows.size(); ++i)
    EXPECT_THAT(track.rows[i], testing::Pointwise(testing::FloatNear(1e-6f), motion.rows[i]));
  EXPECT_THAT(track.blink, testing::Each(0.f));
  EXPECT_EQ(track.basis, motion.basis);
  EXPECT_EQ(track.source, motion.source);
}

TEST(ApplySettings, ScalesTheDifferenceToThePortrait) {
  const GeneratedMotion motion = someMotion();
  const MotionTrack track = with(motion, [](MotionSettings& s) {
    s.blinkRate = 0;
    s.expressionScale = 1.5;
    s.poseScale = {0, 0.5, 2, 1, 1, 0};
  });
  const std::array<float, 6> scales{0, 0.5f, 2, 1, 1, 0};
  for (std::size_t i = 0; i < motion.rows.size(); ++i)
    for (int k = 0; k < kCoefficientCount; ++k) {
      const float scale = k < kAngleColumn ? 1.5f : scales[std::size_t(k - kAngleColumn)];
      EXPECT_NEAR(track.rows[i][k], motion.source[k] + scale * (motion.rows[i][k] - motion.source[k]), 1e-5f);
    }
}

TEST(ApplySettings, ExpressionScaleLeavesTheBlinksAlone) {
  const GeneratedMotion motion = someMotion();
  const MotionTrack still = with(motion, [](MotionSettings& s) { s.expressionScale = 0; });
  for (std::size_t i = 0; i < motion.rows.size(); ++i)
    EXPECT_NEAR(still.rows[i][35], motion.source[35] + still.blink[i], 1e-6f);
}

TEST(ApplySettings, StillKeepsThePoseButBlinksAndSpeaks) {
  const GeneratedMotion motion = someMotion();
  const MotionTrack moving = with(motion, [](MotionSettings&) {});
  const MotionTrack still = with(motion, [](MotionSettings& s) { s.still = true; });
  for (std::size_t i = 0; i < motion.rows.size(); ++i)
    for (int k = 0; k < kCoefficientCount; ++k)
      EXPECT_EQ(still.rows[i][k], k < kAngleColumn ? moving.rows[i][k] : motion.source[k]);
  EXPECT_EQ(still.blink, moving.blink);
}

TEST(ApplySettings, TakesTheCallersBlinkLane) {
  const GeneratedMotion motion = someMotion(10);
  MotionSettings settings;
  settings.blinkStrength = 0.5;
  const MotionTrack track = applySettingsWithBlinks(motion, settings, {0, 1, 2});
  EXPECT_THAT(track.blink, testing::ElementsAre(0, 0.5f, 1, 0, 0, 0, 0, 0, 0, 0));
  EXPECT_NEAR(track.rows[2][35], motion.rows[2][35] + 1, 1e-6f);
}

TEST(ApplySettings, OfNoRowsIsAnEmptyTrack) {
  EXPECT_EQ(applySettings({}, {}).frames(), 0);
}

}  // namespace
}  // namespace orator::motion
