#include "core/project/track_edits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/motion/gaze.h"

namespace orator::project {
namespace {

motion::MotionTrack waveTrack(int frames) {
  motion::MotionTrack track;
  track.rows.resize(frames);
  track.blink.assign(frames, 0.f);
  for (int i = 0; i < frames; ++i)
    for (int k = 0; k < motion::kCoefficientCount; ++k)
      track.rows[i][k] = std::sin(0.7f * float(i) + float(k));
  return track;
}

face::ExpressionCoefficients direction() {
  face::ExpressionCoefficients d{};
  d[3] = 2.f;
  d[10] = -1.f;
  return d;
}

TEST(FindBlinks, findsTheBlinksOfALane) {
  const FrameRate rate{50, 1};
  const std::vector<motion::Blink> made = {{0.2, 0.2, 0.8}, {0.8, 0.3, 1.0}};
  const auto found = findBlinks(motion::renderBlinks(made, rate, 80), rate);
  ASSERT_EQ(found.size(), made.size());
  for (std::size_t i = 0; i < made.size(); ++i) {
    EXPECT_NEAR(found[i].startSeconds, made[i].startSeconds, 0.03);
    EXPECT_NEAR(found[i].durationSeconds, made[i].durationSeconds, 0.06);
    EXPECT_NEAR(found[i].depth, made[i].depth, 1e-6);
  }
}

TEST(ApplyEdits, withoutEditsChangesNothing) {
  const motion::MotionTrack base = waveTrack(50);
  EXPECT_EQ(applyEdits(base, direction(), 1, {}).rows, base.rows);
}

TEST(ApplyEdits, aBlinkAddsItsDirectionTimesTheClosure) {
  const motion::MotionTrack base = waveTrack(50);
  TrackEdits edits;
  edits.blinks = {{0.4, 0.24, 0.5}};
  const motion::MotionTrack edited = applyEdits(base, direction(), 1, edits);
  EXPECT_FLOAT_EQ(edited.blink[12], 0.5f);
  EXPECT_NEAR(edited.rows[12][3], base.rows[12][3] + 1.0f, 1e-6);
  EXPECT_NEAR(edited.rows[12][10], base.rows[12][10] - 0.5f, 1e-6);
  EXPECT_EQ(edited.rows[20], base.rows[20]);
}

TEST(ApplyEdits, replacesTheGeneratedBlinkInsteadOfAddingToIt) {
  motion::MotionTrack base = waveTrack(50);
  base.blink[12] = 1.f;
  base.rows[12][3] += 2.f;
  TrackEdits edits;
  edits.blinks.emplace();  // the user removed all blinks
  const motion::MotionTrack edited = applyEdits(base, direction(), 1, edits);
  EXPECT_NEAR(edited.rows[12][3], waveTrack(50).rows[12][3], 1e-6);
  EXPECT_FLOAT_EQ(edited.blink[12], 0.f);
}

TEST(ApplyEdits, generatesBlinksWhereNoHandHasBeen) {
  motion::MotionTrack base = waveTrack(100);
  base.blink = motion::renderBlinks({{0.4, 0.24, 1}, {2.4, 0.24, 1}}, base.frameRate, 100);
  for (int i = 0; i < 100; ++i) base.rows[i][3] += 2.f * base.blink[i];
  const std::vector<motion::Blink> before = findBlinks(base.blink, base.frameRate);
  ASSERT_EQ(before.size(), 2u);
  std::vector<motion::Blink> after = before;
  after[0].startSeconds += 0.8;
  TrackEdits edits;
  changeBlinks(edits, before, after);
  EXPECT_EQ(edits.blinks->size(), 1u) << "only what was touched is work of the hand";
  const motion::MotionTrack edited = applyEdits(base, direction(), 1, edits);
  EXPECT_FLOAT_EQ(edited.blink[12], 0.f);
  EXPECT_GT(*std::max_element(edited.blink.begin() + 28, edited.blink.begin() + 40), 0.8f);
  for (int i = 55; i < 75; ++i) EXPECT_EQ(edited.rows[i], base.rows[i]) << i;
  EXPECT_EQ(shownBlinks(before, edits), after);

  // Another voice blinks elsewhere: that shows beside the hand's own.
  const std::vector<motion::Blink> elsewhere = {{3.1, 0.2, 1}};
  EXPECT_EQ(shownBlinks(elsewhere, edits).size(), 2u);
}

TEST(ApplyEdits, aDeletedBlinkStaysDeletedAndTheOthersGoOn) {
  const std::vector<motion::Blink> before = {{0.4, 0.24, 1}, {2.4, 0.24, 1}};
  TrackEdits edits;
  changeBlinks(edits, before, {before[1]});
  EXPECT_EQ(shownBlinks(before, edits), std::vector<motion::Blink>{before[1]});
}

TEST(ApplyEdits, keysAddTheirOffsetAndFadeOutside) {
  const motion::MotionTrack base = waveTrack(100);
  TrackEdits edits;
  edits.curves = {{64, {{20, 0.2f}, {40, -0.1f}}}};
  const motion::MotionTrack edited = applyEdits(base, direction(), 1, edits);
  EXPECT_NEAR(edited.rows[20][64], base.rows[20][64] + 0.2f, 1e-6);
  EXPECT_NEAR(edited.rows[30][64], base.rows[30][64] + 0.05f, 1e-6);
  EXPECT_NEAR(edited.rows[40][64], base.rows[40][64] - 0.1f, 1e-6);
  EXPECT_EQ(edited.rows[40 + kFadeFrames], base.rows[40 + kFadeFrames]);
  EXPECT_EQ(edited.rows[30][65], base.rows[30][65]);
}

TEST(ApplyEdits, theBrushSmoothsOneCurveInItsRangeOnly) {
  motion::MotionTrack base = waveTrack(100);
  for (int i = 0; i < 100; ++i) base.rows[i][65] = i % 2 ? 1.f : -1.f;
  TrackEdits edits;
  edits.strokes = {{65, {40, 60}, 3.f}};
  const motion::MotionTrack edited = applyEdits(base, direction(), 1, edits);
  EXPECT_LT(std::abs(edited.rows[50][65]), 0.05f);
  EXPECT_EQ(edited.rows[50][64], base.rows[50][64]);
  EXPECT_EQ(edited.rows[30], base.rows[30]);
}

TEST(ApplyEdits, aRangeGainScalesTheDifferenceToTheSource) {
  motion::MotionTrack base = waveTrack(100);
  base.source[64] = 0.5f;
  TrackEdits edits;
  edits.gains = {{{40, 60}, 2.0, 0.0}};
  const motion::MotionTrack edited = applyEdits(base, direction(), 1, edits);
  EXPECT_NEAR(edited.rows[50][64], 0.5f, 1e-6);
  EXPECT_NEAR(edited.rows[50][0], 2 * base.rows[50][0], 1e-5);
  EXPECT_EQ(edited.rows[20], base.rows[20]);
}

TEST(ApplyEdits, aColumnGainScalesWhatTheVoiceDoesAndNoBlink) {
  motion::MotionTrack track;
  track.rows.resize(3);
  track.blink = {0, 0.5f, 0};
  track.source[7] = 0.2f;
  face::ExpressionCoefficients direction{};
  direction[7] = 2;
  for (std::size_t i = 0; i < 3; ++i) {
    track.rows[i][7] = 0.2f + 0.1f * float(i) + track.blink[i] * 2;
    track.rows[i][8] = float(i);
  }
  TrackEdits edits;
  edits.columnGains = {{7, 3}};
  EXPECT_FALSE(edits.empty());
  const motion::MotionTrack edited = applyEdits(track, direction, 1, edits);
  EXPECT_FLOAT_EQ(edited.rows[0][7], 0.2f);
  EXPECT_FLOAT_EQ(edited.rows[1][7], 0.2f + 0.3f + 1.f);
  EXPECT_FLOAT_EQ(edited.rows[2][7], 0.2f + 0.6f);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(edited.rows[i][8], track.rows[i][8]);
}

TEST(ApplyEdits, aRerollReplacesThePoseOfItsRangeOnly) {
  const motion::MotionTrack base = waveTrack(100);
  motion::MotionTrack other = base;
  for (auto& row : other.rows) row.fill(9.f);
  TrackEdits edits;
  edits.rerolls = {{{40, 60}, 7}};
  const std::vector<RerolledMotion> rerolled = {{edits.rerolls[0], other}};
  const motion::MotionTrack edited = applyEdits(base, direction(), 1, edits, rerolled);
  EXPECT_FLOAT_EQ(edited.rows[50][66], 9.f);
  EXPECT_EQ(edited.rows[50][0], base.rows[50][0]);
  EXPECT_EQ(edited.rows[20], base.rows[20]);
}

TEST(ApplyEdits, eyesGoOverWithARerolledHeadAndNoPartOfTheFaceScalesTheirGaze) {
  motion::MotionTrack base = waveTrack(50);
  base.basis = "studio";
  for (auto& row : base.rows) row[48] = base.source[48] + 0.25f;
  base.gaze = motion::gazeOf(base);
  RerolledMotion other{{{20, 30}, 7}, base};
  for (auto& row : other.track.rows) row[48] = base.source[48] - 0.5f;
  other.track.gaze = motion::gazeOf(other.track);
  TrackEdits edits;
  edits.columnGains = {{48, 3}};
  edits.curves = {{49, {{40, 0.125f}}}};
  const motion::MotionTrack edited = applyEdits(base, direction(), 1, edits, std::span(&other, 1));
  EXPECT_NEAR(edited.rows[25][48], base.source[48] - 0.5f, 1e-6);
  EXPECT_NEAR(edited.rows[5][48], base.source[48] + 0.25f, 1e-6);
  EXPECT_NEAR(edited.gaze[0][25], -0.5f, 1e-6);
  EXPECT_NEAR(edited.gaze[1][40], base.gaze[1][40] + 0.125f, 1e-6);  // as a hand drew it
}

TEST(ChangedRows, isTheSmallestRangeThatHoldsTheDifferences) {
  const motion::MotionTrack base = waveTrack(100);
  motion::MotionTrack other = base;
  EXPECT_EQ(changedRows(base, other).size(), 0);
  other.rows[30][5] += 1;
  other.rows[44][5] += 1;
  EXPECT_EQ(changedRows(base, other), (FrameRange{30, 45}));
  EXPECT_EQ(changedRows(base, waveTrack(80)), (FrameRange{0, 100}));
}

}  // namespace
}  // namespace orator::project
