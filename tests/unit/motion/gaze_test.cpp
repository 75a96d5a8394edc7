#include "core/motion/gaze.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/motion/motion_model.h"
#include "tests/support/studio_pack.h"

namespace orator::motion {
namespace {

using face::kGazeHorizontal;
using face::kGazeUnitRadians;
using face::kGazeVertical;
using testing::Each;

/// A head that nods and turns for `seconds`, in the studio's basis.
GeneratedMotion turning(double seconds = 20, float radians = 0.1f) {
  GeneratedMotion motion;
  motion.basis = "studio";
  motion.gazeColumns = gazeColumnsOf(motion.basis);
  for (int i = 0; i < int(25 * seconds); ++i) {
    CoefficientRow row{};
    row[kAngleColumn] = -radians / 2 * std::sin(0.02f * float(i));
    row[kAngleColumn + 1] = radians * std::sin(0.03f * float(i));
    motion.rows.push_back(row);
  }
  return motion;
}

MotionTrack looking(const GeneratedMotion& motion, const Gaze& gaze, std::uint64_t seed = 0) {
  MotionSettings settings;
  settings.gaze = gaze;
  settings.seed = seed;
  return applySettings(motion, settings);
}

TEST(GazeColumns, areThoseOfTheStudiosFaceModel) {
  const face::GazeColumns found = face::gazeColumns(test::studioFaceModel().expressionNames),
                          known = gazeColumnsOf("studio");
  EXPECT_EQ(found.right, known.right);
  EXPECT_EQ(found.up, known.up);
  EXPECT_FALSE(gazeColumnsOf("bfm").known());
  EXPECT_FALSE(face::gazeColumns({"jaw_open"}).known());
}

TEST(GazeColumns, moveTheIrisesOfTheModelAsFarAsTheirUnitSays) {
  const face::FaceModel& model = test::studioFaceModel();
  for (const int iris : {468, 473}) {
    EXPECT_NEAR(model.expression(kGazeHorizontal, 3 * iris), face::kGazeTravel[0], 0.01f);
    EXPECT_NEAR(model.expression(kGazeVertical, 3 * iris + 1), face::kGazeTravel[1], 0.01f);
  }
}

TEST(Gaze, ThatIsFixedTurnsTheEyesByItAndNothingElse) {
  const GeneratedMotion motion = turning();
  const MotionTrack ahead = looking(motion, {Gaze::Kind::fixed, 0, 0}),
                    aside = looking(motion, {Gaze::Kind::fixed, 0.5, -0.25});
  EXPECT_THAT(ahead.gaze[0], Each(0.f));
  EXPECT_THAT(aside.gaze[0], Each(0.5f));
  EXPECT_THAT(aside.gaze[1], Each(-0.25f));
  for (std::size_t i = 0; i < motion.rows.size(); ++i)
    for (int k = 0; k < kCoefficientCount; ++k)
      EXPECT_NEAR(aside.rows[i][std::size_t(k)] - ahead.rows[i][std::size_t(k)],
                  k == kGazeHorizontal ? 0.5f
                  : k == kGazeVertical ? -0.25f
                                       : 0.f,
                  1e-6f);
  EXPECT_EQ(gazeOf(aside), aside.gaze);
}

TEST(Gaze, IntoTheCameraStaysThereWhileTheHeadTurns) {
  const GeneratedMotion motion = turning();
  const MotionTrack track = looking(motion, {Gaze::Kind::camera, 0, 0});
  for (std::size_t i = 0; i < motion.rows.size(); ++i) {
    const CoefficientRow& row = track.rows[i];
    EXPECT_NEAR(row[kGazeHorizontal] * kGazeUnitRadians[0] + row[kAngleColumn + 1], 0, 1e-5f);
    EXPECT_NEAR(row[kGazeVertical] * kGazeUnitRadians[1] - row[kAngleColumn], 0, 1e-5f);
  }
}

TEST(Gaze, IntoTheCameraTurnsOnlyEyesThatLookElsewhere) {
  GeneratedMotion motion = turning(1, 0);
  motion.source[kGazeHorizontal] = 0.2f;  // as far as a measurement is off
  for (CoefficientRow& row : motion.rows) row = motion.source;
  EXPECT_THAT(looking(motion, {Gaze::Kind::camera, 0, 0}).gaze[0], Each(0.f));
  motion.source[kGazeHorizontal] = 1.1f;
  for (CoefficientRow& row : motion.rows) row = motion.source;
  const MotionTrack track = looking(motion, {Gaze::Kind::camera, 0, 0});
  EXPECT_LT(track.rows[5][kGazeHorizontal], 0.5f);
  EXPECT_GT(track.rows[5][kGazeHorizontal], 0.f);
}

TEST(Gaze, OfPeopleRestsAndDartsALittleOftenUnderABlink) {
  const GeneratedMotion still = turning(60, 0);
  const MotionTrack track = looking(still, {});
  int darts = 0, hidden = 0;
  float farthest = 0;
  for (std::size_t i = 1; i < track.rows.size(); ++i) {
    farthest = std::max({farthest, std::abs(track.gaze[0][i]), std::abs(track.gaze[1][i])});
    const auto moved = [&](std::size_t at) {
      return std::hypot(track.gaze[0][at] - track.gaze[0][at - 1],
                        track.gaze[1][at] - track.gaze[1][at - 1]) > 0.02f;
    };
    if (!moved(i) || (i > 1 && moved(i - 1))) continue;
    ++darts;
    const std::size_t last = std::min(i + 2, track.rows.size() - 1);
    hidden += track.blink[i] > 0.1f || track.blink[last] > 0.1f;
  }
  EXPECT_EQ(track.gaze[0][0], 0);  // the film begins with the portrait's own gaze
  EXPECT_GT(darts, 10);
  EXPECT_LT(darts, 80);
  EXPECT_GE(hidden, 3);
  EXPECT_GT(farthest, 0.05f);
  EXPECT_LE(farthest, 0.31f);
}

TEST(Gaze, OfPeopleIsTheSeedsAndHoldsWhatTheyLookAt) {
  const GeneratedMotion motion = turning();
  const MotionTrack one = looking(motion, {}, 7), again = looking(motion, {}, 7),
                    other = looking(motion, {}, 8);
  EXPECT_EQ(one.gaze, again.gaze);
  EXPECT_NE(one.gaze, other.gaze);
  double along = 0, head = 0;
  for (std::size_t i = 0; i < motion.rows.size(); ++i) {
    along += one.gaze[0][i] * motion.rows[i][kAngleColumn + 1];
    head += std::pow(motion.rows[i][kAngleColumn + 1], 2);
  }
  EXPECT_NEAR(along / head, -1 / kGazeUnitRadians[0], 0.9);
}

TEST(Gaze, NeverTurnsEyesFartherThanTheyGo) {
  const MotionTrack track = looking(turning(20, 1.f), {Gaze::Kind::camera, 0, 0});
  for (const CoefficientRow& row : track.rows) EXPECT_LE(std::abs(row[kGazeHorizontal]), kMostGaze);
  EXPECT_EQ(*std::max_element(track.gaze[0].begin(), track.gaze[0].end()), kMostGaze);
}

TEST(Gaze, OfAGivenTrackIsItsOwnUnlessAnotherIsAskedFor) {
  MotionTrack performed = looking(turning(), {Gaze::Kind::fixed, 0.75, 0.25});
  performed.source[kGazeHorizontal] = 0.1f;
  renewGaze(performed);
  const auto turned = [&](const Gaze& gaze) {
    MotionTrack track = performed;
    turnEyes(track, gaze, 7);
    EXPECT_EQ(track.blink, performed.blink);
    for (std::size_t i = 0; i < track.rows.size(); ++i)
      for (int k = 0; k < kCoefficientCount; ++k) {
        if (k == kGazeHorizontal || k == kGazeVertical) continue;
        EXPECT_EQ(track.rows[i][std::size_t(k)], performed.rows[i][std::size_t(k)]);
      }
    return track;
  };
  EXPECT_EQ(turned({}).rows, performed.rows);
  EXPECT_EQ(turned({}).gaze, performed.gaze);
  const MotionTrack aside = turned({Gaze::Kind::fixed, -0.5, 0});
  EXPECT_THAT(aside.gaze[0], Each(-0.5f));
  EXPECT_FLOAT_EQ(aside.rows[9][kGazeHorizontal], -0.4f);
  EXPECT_FLOAT_EQ(aside.rows[9][kGazeVertical], 0);
  const MotionTrack ahead = turned({Gaze::Kind::camera, 0, 0});
  for (const CoefficientRow& row : ahead.rows)
    EXPECT_NEAR(row[kGazeHorizontal] * kGazeUnitRadians[0] + row[kAngleColumn + 1],
                0.1f * kGazeUnitRadians[0], 1e-5f);
  const MotionTrack natural = turned({Gaze::Kind::natural, 0, 0});
  EXPECT_EQ(natural.gaze[0][0], 0);
  EXPECT_NE(natural.rows, ahead.rows);
  performed.basis = "bfm";
  EXPECT_EQ(turned({Gaze::Kind::fixed, 1, 1}).rows, performed.rows);
}

TEST(Gaze, LeavesTheEyesAloneInABasisWithoutThemAndAsPublished) {
  GeneratedMotion motion = turning(1);
  MotionSettings published;
  published.compat = true;
  published.gaze = {Gaze::Kind::fixed, 1, 1};
  EXPECT_TRUE(applySettings(motion, published).gaze[0].empty());
  motion.gazeColumns = {};
  const MotionTrack track = looking(motion, {Gaze::Kind::fixed, 1, 1});
  EXPECT_TRUE(track.gaze[0].empty());
  EXPECT_EQ(track.rows[3], motion.rows[3]);
}

}  // namespace
}  // namespace orator::motion
