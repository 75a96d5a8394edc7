#include "core/lab/sync_net/sync_net.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/lab/sync_net/sync_net_trainer.h"
#include "tests/support/files.h"
#include "tests/support/progress.h"
#include "tests/support/studio_pack.h"

namespace orator::lab {
namespace {

using test::studioFaceModel;

/// People whose jaw does what one band of the mel does.
std::vector<learning::Clip> talkers(int count, std::uint64_t seed) {
  at::manual_seed(seed);
  std::vector<learning::Clip> clips;
  for (int i = 0; i < count; ++i) {
    constexpr std::int64_t kFrames = 60;
    learning::Clip clip;
    clip.name = "talker " + std::to_string(i);
    clip.speaker = clip.name;
    const at::Tensor columns = at::randn({1, 1, 1 + 16 * kFrames / 5});
    const at::Tensor loud = at::avg_pool1d(columns, 5, 1, 2).flatten() * 2.5;
    clip.mel = (loud.unsqueeze(0) + 0.1 * at::randn({80, loud.size(0)})).clamp(-4, 4);
    const at::Tensor at25 = loud.index_select(0, (at::arange(kFrames) * 16).floor_divide(5));
    clip.expression = at::zeros({kFrames, 64});
    clip.expression.select(1, 0).copy_(at25 * 0.2 + 0.3);
    clips.push_back(clip);
  }
  return clips;
}

TEST(SyncNet, EmbedsBothSidesOnTheUnitSphere) {
  SyncNet net;
  initialise(net, 3);
  net.eval();
  const c10::NoGradGuard guard;
  const at::Tensor voice = net.embedVoice(at::randn({7, 1, 80, 16})),
                   seen = net.embedLips(at::randn({7, 5, 120}));
  EXPECT_EQ(voice.sizes(), (std::vector<std::int64_t>{7, kSyncEmbedding}));
  EXPECT_TRUE(at::allclose(voice.norm(2, 1), at::ones({7}), 1e-4, 1e-4));
  EXPECT_TRUE(at::allclose(seen.norm(2, 1), at::ones({7}), 1e-4, 1e-4));
}

TEST(ScoreDistances, FindsTheLagOfTheLips) {
  at::manual_seed(1);
  at::Tensor voice = at::randn({80, 16});
  voice = voice / voice.norm(2, 1, true);
  const SyncScore score = scoreDistances(voice, at::roll(voice, 4, 0));
  EXPECT_EQ(score.lagFrames, 4);
  EXPECT_LT(score.distance, 0.1);
  EXPECT_GT(score.confidence, 1);
}

TEST(LipWindows, RepeatTheEndsAndIgnoreTheRestingFace) {
  const at::Tensor directions = lipDirections(studioFaceModel());
  at::Tensor expression = at::zeros({10, 64});
  expression.select(1, 0).copy_(at::arange(10));
  const at::Tensor motion = lipMotion(expression, directions),
                   moved = lipMotion(expression + 0.7, directions);
  EXPECT_TRUE(at::allclose(motion, moved, 1e-3, 1e-4));
  const at::Tensor windows = lipWindows(motion, at::arange(10));
  EXPECT_TRUE(at::equal(windows[0][0], motion[0]));
  EXPECT_TRUE(at::equal(windows[0][4], motion[2]));
  EXPECT_TRUE(at::equal(windows[9][4], motion[9]));
}

TEST(TrainSyncNet, LearnsWhatBelongsTogetherAndGoesOnAfterAStop) {
  const auto training = talkers(12, 1), validation = talkers(4, 2);
  SyncNetOptions options;
  options.steps = 60;
  options.clips = 8;
  options.moments = 4;
  options.validateEvery = 30;
  const test::TemporaryFolder folder;
  const SyncNetScore whole =
      trainSyncNet(training, validation, studioFaceModel(), options, folder / "whole", {});
  EXPECT_GT(whole.confidence, 0.05);
  EXPECT_GE(whole.found, 0.5);

  test::StopAt user(30);
  EXPECT_EQ(test::errorOf([&] {
              trainSyncNet(training, validation, studioFaceModel(), options, folder / "parts",
                           user.context());
            }).code(),
            ErrorCode::cancelled);
  const SyncNetScore resumed =
      trainSyncNet(training, validation, studioFaceModel(), options, folder / "parts", {});
  EXPECT_NEAR(resumed.distance, whole.distance, 1e-4);
  EXPECT_NEAR(resumed.confidence, whole.confidence, 1e-4);
}

TEST(TrainSyncNet, NeedsClips) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(test::errorOf([&] { trainSyncNet({}, {}, studioFaceModel(), {}, folder / "run", {}); }).code(),
            ErrorCode::invalidArgument);
}

}  // namespace
}  // namespace orator::lab
