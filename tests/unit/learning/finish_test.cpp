#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/learning/finish/finish_pairs.h"
#include "core/learning/finish/finish_trainer.h"
#include "core/learning/finish/make_pairs.h"
#include "core/tensor/safetensors.h"
#include "tests/support/files.h"
#include "tests/support/progress.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::learning {
namespace {

using render::finish::Feature;

/// Eyes whose warp is grey, whose portrait is of one colour each, and which were filmed in that colour.
FinishPairs colouredEyes(const std::string& speaker, std::int64_t count) {
  const at::Tensor colour = at::randint(40, 216, {count, 3, 1, 1}).to(at::kByte);
  FeaturePairs eyes;
  eyes.warped = at::full({count, 3, 80, 80}, 128, at::kByte);
  eyes.rest = colour.expand({count, 3, 80, 80}).contiguous();
  eyes.real = eyes.rest.clone();
  eyes.maps = at::full({count, render::finish::kMapCount, 20, 20}, 0.2, at::kHalf);
  eyes.share = at::ones({count});
  eyes.moved = at::linspace(0, 1, count);
  return {speaker, speaker, "own", {{Feature::eye, eyes}}};
}

FinishOptions shortTraining() {
  FinishOptions options;
  options.feature = Feature::eye;
  options.steps = 40;
  options.batch = 8;
  options.judgeEvery = 20;
  options.criticFrom = 0.5;
  options.learningRate = {.peak = 2e-3, .warmUpSteps = 5, .floor = 0.1};
  return options;
}

TEST(FinishPairFiles, GiveBackWhatWasWritten) {
  const test::TemporaryFolder folder;
  const FinishPairs pairs = colouredEyes("anna", 3);
  writePairs(folder.path(), pairs);
  const auto files = pairFiles(folder.path());
  ASSERT_EQ(files.size(), 1u);
  const FinishPairs read = readPairs(files.front());
  EXPECT_EQ(read.speaker, "anna");
  EXPECT_EQ(read.licence, "own");
  EXPECT_TRUE(at::equal(read.features.at(Feature::eye).rest, pairs.features.at(Feature::eye).rest));
  EXPECT_FALSE(read.features.contains(Feature::mouth));
}

TEST(FinishPairFiles, OfAnotherKindAreRefusedWithTheirName) {
  const test::TemporaryFolder folder;
  tensor::writeSafetensors(folder.path() / "a.safetensors", {{"eye.share", at::zeros({2})}},
                           {{"format", "other"}});
  try {
    readPairs(folder.path() / "a.safetensors");
    FAIL() << "was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::checkpointRefused);
    EXPECT_NE(error.subject().find("a.safetensors"), std::string::npos);
  }
  EXPECT_THROW(pairFiles(folder.path() / "nowhere"), Error);
}

TEST(FinishPairFiles, WhoseShapesDisagreeAreRefused) {
  const test::TemporaryFolder folder;
  FinishPairs pairs = colouredEyes("anna", 3);
  pairs.features[Feature::eye].maps = at::zeros({2, render::finish::kMapCount, 20, 20}, at::kHalf);
  writePairs(folder.path(), pairs);
  EXPECT_THROW(readPairs(folder.path() / "anna.safetensors"), Error);
}

TEST(FinishTraining, LearnsToPaintWhatThePortraitShows) {
  const test::TemporaryFolder folder;
  at::manual_seed(5);
  FinishOptions options = shortTraining();
  options.steps = 150;
  options.criticFrom = 0.9;
  options.judgeEvery = 150;
  const FinishScore score = trainFinish({colouredEyes("a", 24), colouredEyes("b", 24)},
                                        {colouredEyes("c", 24)}, options, folder.path(), {});
  EXPECT_LT(score.difference, 0.8 * score.warpedDifference);
  EXPECT_TRUE(std::filesystem::exists(folder / "sheet.png"));
}

TEST(FinishTraining, ThatWasStoppedGoesOnAsIfItHadNotBeen) {
  at::manual_seed(5);
  const std::vector<FinishPairs> training{colouredEyes("a", 24)}, validation{colouredEyes("c", 8)};
  const test::TemporaryFolder whole, stopped;
  trainFinish(training, validation, shortTraining(), whole.path(), {});
  test::StopAt stop(30);
  EXPECT_THROW(trainFinish(training, validation, shortTraining(), stopped.path(), stop.context()), Error);
  trainFinish(training, validation, shortTraining(), stopped.path(), {});
  const auto weights = [](const test::TemporaryFolder& folder) {
    return tensor::SafetensorsFile::open(folder.path() / "finish.safetensors").tensor("head.weight");
  };
  EXPECT_LT((weights(whole) - weights(stopped)).abs().max().item<double>(), 1e-6);
}

TEST(FinishTraining, WithoutPairsOfTheFeatureIsRefused) {
  const test::TemporaryFolder folder;
  FinishOptions options = shortTraining();
  options.feature = Feature::mouth;
  EXPECT_THROW(trainFinish({colouredEyes("a", 4)}, {}, options, folder.path(), {}), Error);
}

TEST(FinishPairMaking, TakesOpenedMouthsAndShutEyesFromAFilmedPerson) {
  const auto portrait = test::syntheticPortrait();
  FilmedPerson person{"drawn", "drawn", "own", portrait->fit, {}};
  for (int i = 0; i < 16; ++i) {
    FilmedFrame frame{portrait->rgb, portrait->landmarks, portrait->fit.expression, portrait->fit.pose};
    if (i % 2)
      for (std::size_t k = 0; k < frame.expression.size(); ++k)
        frame.expression[k] += portrait->model->blink[k] + (k == 0 ? 0.5f : 0.f);
    person.frames.push_back(frame);
  }
  const FinishPairs pairs = makePairs(person, portrait->model, {.sources = 1, .targets = 16}, {});
  EXPECT_GT(pairs.features.at(Feature::eye).size(), 0);
  EXPECT_EQ(pairs.features.at(Feature::eye).size() % 2, 0) << "both eyes of a frame";
  // The camera stands still and the picture is the same: nothing has to be moved to fit.
  const FeaturePairs& mouths = pairs.features.at(Feature::mouth);
  ASSERT_GT(mouths.size(), 0);
  EXPECT_LE((mouths.real.to(at::kFloat) - mouths.rest.to(at::kFloat)).abs().mean().item<double>(), 3);
}

}  // namespace
}  // namespace orator::learning
