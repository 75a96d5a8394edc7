// The whole renderer, with random weights.
#include <gtest/gtest.h>

#include <stdexcept>

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

TEST(RenderingAhead, GivesTheSameFramesAndEndsWithTheirReceiver) {
  const auto portrait = test::syntheticPortrait();
  motion::MotionTrack track;
  track.source = test::sourceRow(*portrait);
  track.rows.assign(40, track.source);
  for (std::size_t i = 0; i < 40; ++i) track.rows[i][kYaw] += 0.02f * float(i);
  const auto frames = [&](bool ahead) {
    std::vector<cv::Mat> all;
    const auto renderer = test::forgedNeuralRenderer(*portrait, {}, ahead);
    renderer->render(track, {31, 33},
                     [&](std::int64_t frame, cv::Mat rgb) {
                       EXPECT_EQ(frame, 31 + std::int64_t(all.size()));
                       all.push_back(rgb);
                     },
                     {});
    if (ahead) {
      const auto fail = [](std::int64_t, const cv::Mat&) { throw std::runtime_error("the disk is full"); };
      EXPECT_THROW(renderer->render(track, {0, 2}, fail, {}), std::runtime_error);
    }
    return all;
  };
  const auto one = frames(false), other = frames(true);
  ASSERT_EQ(other.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(cv::norm(one[i], other[i], cv::NORM_INF), 0) << i;
}

}  // namespace
}  // namespace orator::render
