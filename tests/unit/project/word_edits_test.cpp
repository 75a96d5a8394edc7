#include "core/project/word_edits.h"

#include <gtest/gtest.h>

#include <cmath>

namespace orator::project {
namespace {

constexpr int kFrames = 100, kJaw = 5;

/// A mouth that opens and shuts once in each second, over a head that turns.
motion::MotionTrack speaking() {
  motion::MotionTrack track;
  track.rows.resize(kFrames);
  track.blink.assign(kFrames, 0.f);
  for (int i = 0; i < kFrames; ++i) {
    track.rows[std::size_t(i)][kJaw] = 0.5f - 0.5f * std::cos(float(i) * 0.25f);
    track.rows[std::size_t(i)][motion::kAngleColumn] = 0.01f * float(i);
  }
  return track;
}

Project spoken() {
  Project project;
  project.words = {{{"one", 0.4, 0.8, false}, {"two", 0.8, 1.2, false}, {"three", 1.6, 2, false}}, true};
  return project;
}

TEST(MotionShifts, MoveTheMouthOfTheirPartAndNothingElse) {
  const motion::MotionTrack before = speaking();
  TrackEdits edits;
  edits.shifts = {{1.6, 2, 0.12}};  // by three frames
  const motion::MotionTrack after = applyEdits(before, {}, 1, edits);
  ASSERT_EQ(after.frames(), before.frames());
  for (std::size_t i = 43; i <= 53; ++i)
    EXPECT_NEAR(after.rows[i][kJaw], before.rows[i - 3][kJaw], 1e-5) << "frame " << i;
  for (std::size_t i = 0; i < kFrames; ++i) {
    EXPECT_EQ(after.rows[i][motion::kAngleColumn], before.rows[i][motion::kAngleColumn]) << "the head stays";
    if (i < 36 || i > 60) {
      EXPECT_EQ(after.rows[i], before.rows[i]) << "frame " << i;
    }
  }
}

TEST(MotionShifts, NeverJumpNorRunBackwards) {
  // A mouth that tells the time: what is seen may be stretched, but goes on.
  motion::MotionTrack clock = speaking();
  for (std::size_t i = 0; i < kFrames; ++i) clock.rows[i][kJaw] = float(i);
  for (const double shift : {-0.5, -0.1, 0.1, 0.5}) {
    TrackEdits edits;
    edits.shifts = {{1.5, 1.9, shift}, {1.9, 2.2, shift}, {2.4, 2.6, -shift}};
    const motion::MotionTrack after = applyEdits(clock, {}, 1, edits);
    for (std::size_t i = 1; i < kFrames; ++i) {
      const float step = after.rows[i][kJaw] - after.rows[i - 1][kJaw];
      EXPECT_GE(step, -1e-4) << "frame " << i << " shift " << shift;
      EXPECT_LT(step, 4) << "frame " << i << " shift " << shift;
    }
  }
}

TEST(MotionShifts, LeaveBlinksAndGazeWhereTheyAre) {
  motion::MotionTrack track = speaking();
  face::ExpressionCoefficients lids{};
  lids[20] = 1;
  track.blink[45] = 0.8f;
  track.rows[45][20] += 0.8f;
  TrackEdits edits;
  edits.shifts = {{1.6, 2, 0.2}};
  const motion::MotionTrack after = applyEdits(track, lids, 1, edits);
  EXPECT_NEAR(after.rows[45][20], 0.8f, 1e-5);
  EXPECT_NEAR(after.rows[50][20], 0, 1e-5);
  EXPECT_EQ(after.blink, track.blink);
}

TEST(Words, AreNudgedWithTheMouthAndBackAgain) {
  Project project = spoken();
  nudgeWord(project, 2, 0.1);
  EXPECT_NEAR(project.words.words[2].beginSeconds, 1.7, 1e-9);
  ASSERT_EQ(project.edits.shifts.size(), 1u);
  EXPECT_EQ(project.edits.shifts[0].beginSeconds, 1.6);
  EXPECT_NEAR(project.edits.shifts[0].shiftSeconds, 0.1, 1e-9);
  nudgeWord(project, 2, -0.3);
  ASSERT_EQ(project.edits.shifts.size(), 1u) << "it is the same movement";
  EXPECT_NEAR(project.edits.shifts[0].shiftSeconds, -0.2, 1e-9);
  nudgeWord(project, 2, 0.2);
  EXPECT_TRUE(project.edits.shifts.empty());
  EXPECT_NEAR(project.words.words[2].beginSeconds, 1.6, 1e-9);
}

TEST(Words, GiveWayToTheOneThatIsNudgedButNeverVanish) {
  Project project = spoken();
  nudgeWord(project, 0, 0.3);
  EXPECT_NEAR(project.words.words[0].endSeconds, 1.1, 1e-9);
  EXPECT_NEAR(project.words.words[1].beginSeconds, 1.1, 1e-9);
  nudgeWord(project, 0, 0.2);
  EXPECT_NEAR(project.words.words[1].beginSeconds, 1.2 - kShortestWord, 1e-9);
  nudgeWord(project, 2, -5);
  EXPECT_NEAR(project.edits.shifts.back().shiftSeconds, kShiftSeconds.minimum, 0.2)
      << "as far as there is room";
  for (int round = 0; round < 20; ++round)
    for (std::size_t word = 0; word < 3; ++word) nudgeWord(project, word, round % 3 - 0.8);
  EXPECT_NO_THROW(checkProject(project));
  nudgeWord(project, 7, 1);
  EXPECT_EQ(project.words.words.size(), 3u);
}

TEST(Words, AreCorrectedWithoutTheMouth) {
  Project project = spoken();
  setWordTimes(project, 1, 0.9, 1.5);
  EXPECT_EQ(project.words.words[1].beginSeconds, 0.9);
  EXPECT_EQ(project.words.words[1].endSeconds, 1.5);
  setWordTimes(project, 1, 0.1, 5);
  EXPECT_NEAR(project.words.words[1].beginSeconds, 0.4 + kShortestWord, 1e-9);
  EXPECT_NEAR(project.words.words[1].endSeconds, 2 - kShortestWord, 1e-9);
  setWordTimes(project, 1, 1.9, 1.0);
  EXPECT_GE(project.words.words[1].endSeconds, project.words.words[1].beginSeconds + kShortestWord - 1e-9);
  EXPECT_TRUE(project.edits.shifts.empty());
  EXPECT_NO_THROW(checkProject(project));
}

TEST(Words, OfAProjectAreInItsFilmWhereTheyAreToBeSeen) {
  Project project = spoken();
  project.scene.captions = "/a/b.srt";
  EXPECT_FALSE(toRequest(project).words);
  EXPECT_EQ(toRequest(project).scene.captions, "/a/b.srt");
  project.showsWords = true;
  EXPECT_EQ(toRequest(project).words, project.words);
  EXPECT_TRUE(toRequest(project).scene.captions.empty());
}

TEST(Words, ThatCannotBeAreConfined) {
  Project project = spoken();
  project.words.words[1].beginSeconds = std::nan("");
  project.words.words[2].endSeconds = -4;
  project.words.words.push_back({"", 3, 4, false});
  project.words.words.push_back({"two words", 3, 4, false});
  project.words.words.push_back({"late", 1e9, 2e9, false});
  project.edits.shifts = {{3, 1, 0.1}, {1, 2, 9}};
  EXPECT_ANY_THROW(checkProject(project));
  confine(project);
  EXPECT_NO_THROW(checkProject(project));
  EXPECT_EQ(project.words.words.size(), 4u);
  EXPECT_EQ(project.edits.shifts.size(), 1u);
  EXPECT_EQ(fromJson(toJson(project, {}), {}, "text"), project);
}

}  // namespace
}  // namespace orator::project
