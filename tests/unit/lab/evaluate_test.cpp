#include "core/lab/evaluate/evaluate.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/learning/clips/held_out.h"
#include "tests/support/files.h"

namespace orator::lab {
namespace {

TEST(MeanScore, CountsEverySpeakerAlike) {
  ClipScore a, b, c;
  a.speaker = b.speaker = "ann";
  c.speaker = "carl";
  a.lipOpening.correlation = 0.2, b.lipOpening.correlation = 0.4, c.lipOpening.correlation = 0.7;
  a.closures = {4, 2, 2};
  c.closures = {4, 6, 4};
  a.sharpness = 0.5, b.sharpness = 0.5, c.sharpness = 0.7;
  const ClipScore mean = meanScore({a, b, c});
  EXPECT_NEAR(mean.lipOpening.correlation, 0.5, 1e-9);
  EXPECT_EQ(mean.closures.recall(), 0.75);
  EXPECT_EQ(mean.closures.precision(), 0.75);
  EXPECT_NEAR(mean.sharpness.value(), 0.6, 1e-9);
  EXPECT_FALSE(mean.identity.has_value());
}

TEST(MeanScore, TakesTheScoresOfLipSyncFromTheClipsThatHaveThem) {
  ClipScore a, b, c;
  a.speaker = "ann", b.speaker = "ben", c.speaker = "carl";
  a.realLse = lse::LseScore{.distance = 6, .confidence = 8, .offsetFrames = 0, .frameConfidence = {}};
  a.madeLse = lse::LseScore{.distance = 7, .confidence = 6, .offsetFrames = 0, .frameConfidence = {}};
  c.realLse = lse::LseScore{.distance = 8, .confidence = 4, .offsetFrames = 0, .frameConfidence = {}};
  c.madeLse = lse::LseScore{.distance = 10, .confidence = 2, .offsetFrames = 0, .frameConfidence = {}};
  const ClipScore mean = meanScore({a, b, c});
  ASSERT_TRUE(mean.realLse && mean.madeLse);
  EXPECT_NEAR(mean.realLse->distance, 7, 1e-9);
  EXPECT_NEAR(mean.madeLse->confidence, 4, 1e-9);
  EXPECT_FALSE(meanScore({b}).realLse.has_value());
}

/// The people whom a training holds out are those whom the evaluation takes.
TEST(ChosenVideos, AreThoseOfSpeakersWhomTrainingsHoldOut) {
  const test::TemporaryFolder folder;
  const learning::HeldOut rule({});
  std::string heldOut, learned;
  for (int i = 0; heldOut.empty() || learned.empty(); ++i) {
    const std::string name = "speaker" + std::to_string(i);
    (rule.contains(name) ? heldOut : learned) = name;
  }
  std::ofstream(folder / "table.tsv")
      << "file\tspeaker\na.mp4\t" << heldOut << "\nb.mp4\t" << learned << "\n";
  for (const char* file : {"a.mp4", "b.mp4"}) std::ofstream(folder / file) << "video";
  EvaluateOptions options;
  options.clips = folder.path();
  EXPECT_EQ(chosenVideos(options).size(), 2u);
  options.heldOutOnly = true;
  ASSERT_EQ(chosenVideos(options).size(), 1u);
  EXPECT_EQ(chosenVideos(options)[0].filename(), "a.mp4");
  std::ofstream(folder / "list.txt") << learned << "\n";
  options.heldOut = folder / "list.txt";
  ASSERT_EQ(chosenVideos(options).size(), 1u);
  EXPECT_EQ(chosenVideos(options)[0].filename(), "b.mp4");
  std::ofstream(folder / "list.txt") << "nobody\n";
  EXPECT_EQ(test::errorOf([&] { chosenVideos(options); }).code(), ErrorCode::invalidArgument);
}

}  // namespace
}  // namespace orator::lab
