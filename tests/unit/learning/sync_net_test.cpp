#include "core/learning/sync_net/sync_net.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <gtest/gtest.h>

#include "tests/support/studio_pack.h"

namespace orator::learning {
namespace {

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
  const at::Tensor directions = lipDirections(test::studioFaceModel());
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

TEST(ScoreDistances, TellsWhereLipsAndVoiceAgreeAndWhereTheyDoNot) {
  at::manual_seed(2);
  at::Tensor voice = at::randn({100, 16}), lips = voice.clone();
  lips.slice(0, 50).copy_(at::randn({50, 16}));
  voice = voice / voice.norm(2, 1, true), lips = lips / lips.norm(2, 1, true);
  const std::vector<float> lane = scoreDistances(voice, lips).frameConfidence;
  ASSERT_EQ(lane.size(), 100u);
  EXPECT_GT(lane[25], 0.8);
  EXPECT_LT(lane[75], 0.3);
}

}  // namespace
}  // namespace orator::learning
