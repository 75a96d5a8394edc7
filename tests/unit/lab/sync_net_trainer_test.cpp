#include "core/lab/sync_net/sync_net_trainer.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <fstream>

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
