// The renderer's pictures under a path of angles, with random weights.
#include <gtest/gtest.h>

#include "tests/support/forged_renderer.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::render {
namespace {

constexpr std::size_t kYaw = motion::kAngleColumn + 1;

TEST(FreeView, TurnsTheKeyPointsWhateverTheRowsSayAround) {
  const auto portrait = test::syntheticPortrait();
  const auto renderer = test::forgedNeuralRenderer(*portrait, {});
  const auto frame = [&](const motion::MotionTrack& track) {
    cv::Mat picture;
    renderer->render(track, {5, 6}, [&](std::int64_t, cv::Mat rgb) { picture = rgb; }, {});
    return picture;
  };
  const auto same = [](const cv::Mat& a, const cv::Mat& b) { return cv::norm(a, b, cv::NORM_INF) == 0; };

  motion::MotionTrack track;
  track.source = test::sourceRow(*portrait);
  track.rows.assign(11, track.source);
  const cv::Mat generated = frame(track);
  track.replacedAngles[1].assign(11, track.source[kYaw]);
  for (auto& row : track.rows) row[kYaw] += 0.5f;
  const cv::Mat turned = frame(track);
  EXPECT_FALSE(same(turned, generated));
  for (std::size_t i = 6; i < 11; ++i) track.rows[i][kYaw] += 0.5f;
  EXPECT_TRUE(same(turned, frame(track))) << "a frame's view is its own row's";
  track.rows[5][kYaw] += 0.5f;
  EXPECT_FALSE(same(turned, frame(track)));
}

}  // namespace
}  // namespace orator::render
