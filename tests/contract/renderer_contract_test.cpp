// What every renderer promises, whoever wrote it: these tests loop over the registry.
#include <gtest/gtest.h>

#include "core/render/face_renderer.h"
#include "tests/support/forged_renderer.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::render {
namespace {

/// A renderer that needs no fetched weights: random ones serve the neural renderer as well.
std::unique_ptr<FaceRenderer> opened(const std::string& name, std::shared_ptr<const face::Portrait> portrait,
                                     const RenderSettings& settings = {}) {
  if (name == "facevid2vid") return test::forgedNeuralRenderer(*portrait, settings);
  return makeRenderer(name, packs::openPack("studio"), portrait, settings, {});
}

class RendererContract : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    portrait_ = test::syntheticPortrait();
    renderer_ = opened(GetParam(), portrait_);
    track_.source = test::sourceRow(*portrait_);
    for (int i = 0; i < 40; ++i) {
      auto row = track_.source;
      row[0] += 0.02f * i;
      row[motion::kAngleColumn + 1] += 0.003f * i;
      track_.rows.push_back(row);
    }
  }
  std::vector<cv::Mat> render(FrameRange range) {
    std::vector<cv::Mat> frames;
    renderer_->render(track_, range,
                      [&](std::int64_t i, cv::Mat rgb) {
                        EXPECT_EQ(i, range.begin + std::int64_t(frames.size()));
                        frames.push_back(rgb);
                      },
                      {});
    return frames;
  }
  std::shared_ptr<const face::Portrait> portrait_;
  std::unique_ptr<FaceRenderer> renderer_;
  motion::MotionTrack track_;
};

bool same(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b, cv::NORM_INF) == 0;
}

TEST_P(RendererContract, GivesEveryFrameOfTheRangeOnceInOrder) {
  EXPECT_EQ(render({31, 33}).size(), 2u);
  EXPECT_EQ(render({7, 7}).size(), 0u);
}

TEST_P(RendererContract, RendersAFrameAlikeInAnyRange) {
  const auto all = render({30, 33}), part = render({31, 33});
  for (std::size_t i = 0; i < 2; ++i) EXPECT_TRUE(same(all[1 + i], part[i])) << i;
}

TEST_P(RendererContract, GivesTheSameFramesTwice) {
  const auto one = render({1, 2});
  renderer_ = opened(GetParam(), portrait_);
  EXPECT_TRUE(same(one[0], render({1, 2})[0]));
}

TEST_P(RendererContract, AFrameDependsOnThirteenRowsOnEachSideAtMost) {
  const auto before = render({6, 7}), after = render({34, 35});
  track_.rows[20][0] += 1;
  track_.rows[20][motion::kAngleColumn] += 0.2f;
  EXPECT_TRUE(same(before[0], render({6, 7})[0]));
  EXPECT_TRUE(same(after[0], render({34, 35})[0]));
}

TEST_P(RendererContract, DrawsWhatARowSays) {
  const cv::Mat before = render({20, 21})[0];
  for (auto& row : track_.rows) row[motion::kAngleColumn + 1] += 0.3f;
  EXPECT_FALSE(same(before, render({20, 21})[0]));
}

TEST_P(RendererContract, AnnouncesTheSizeOfItsFramesInEveryCrop) {
  for (const CropMode mode : {CropMode::extfull, CropMode::resize, CropMode::crop}) {
    RenderSettings settings;
    settings.cropMode = mode;
    settings.outputSide = 200;
    renderer_ = opened(GetParam(), portrait_, settings);
    EXPECT_EQ(std::max(renderer_->frameSize().width, renderer_->frameSize().height), 200);
    EXPECT_EQ(renderer_->frameSize(), render({0, 1})[0].size());
  }
}

TEST_P(RendererContract, StopsWithinOneFrameWhenAsked) {
  std::stop_source stop;
  int frames = 0;
  try {
    renderer_->render(
        track_, {0, 40},
        [&](std::int64_t, cv::Mat) {
          if (++frames == 2) stop.request_stop();
        },
        RunContext{stop.get_token()});
    FAIL() << "it went on to the end";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::cancelled);
  }
  EXPECT_EQ(frames, 2);
}

TEST_P(RendererContract, RefusesARangeOutsideTheTrack) {
  EXPECT_THROW(render({0, 41}), Error);
  EXPECT_THROW(render({-1, 2}), Error);
}

INSTANTIATE_TEST_SUITE_P(Registry, RendererContract, testing::ValuesIn(rendererNames()),
                         [](const auto& renderer) { return renderer.param; });

TEST(RendererRegistry, NamesTheChoicesWhenARendererIsUnknown) {
  try {
    makeRenderer("oil", {}, nullptr, {}, {});
    FAIL() << "no exception";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalidArgument);
    EXPECT_NE(error.remedy().find("mesh"), std::string::npos);
  }
}

}  // namespace
}  // namespace orator::render
