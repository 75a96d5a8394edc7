// What every renderer promises, whoever wrote it: these tests loop over the registry.
#include <gtest/gtest.h>

#include "core/render/face_renderer.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::render {
namespace {

class RendererContract : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    pack_ = packs::openPack("studio");
    const auto& known = pack_.renderers;
    if (std::find(known.begin(), known.end(), GetParam()) == known.end())
      GTEST_SKIP() << GetParam() << " needs a pack that is not installed";
    portrait_ = test::syntheticPortrait();
    track_.source = test::sourceRow(*portrait_);
    for (int i = 0; i < 12; ++i) {
      auto row = track_.source;
      row[0] += 0.08f * i;
      row[motion::kAngleColumn + 1] += 0.01f * i;
      track_.rows.push_back(row);
    }
  }
  std::vector<cv::Mat> render(FrameRange range) {
    std::vector<cv::Mat> frames;
    makeRenderer(GetParam(), pack_, portrait_, {}, {})
        ->render(track_, range,
                 [&](std::int64_t i, cv::Mat rgb) {
                   EXPECT_EQ(i, range.begin + std::int64_t(frames.size()));
                   frames.push_back(rgb);
                 },
                 {});
    return frames;
  }
  packs::Pack pack_;
  std::shared_ptr<const face::Portrait> portrait_;
  motion::MotionTrack track_;
};

TEST_P(RendererContract, GivesEveryFrameOfTheRangeOnceInOrder) {
  EXPECT_EQ(render({2, 9}).size(), 7u);
}

TEST_P(RendererContract, RendersAFrameAlikeInAnyRange) {
  const auto all = render({0, 12}), part = render({5, 8});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(cv::norm(all[5 + i], part[i], cv::NORM_INF), 0);
}

TEST_P(RendererContract, GivesTheSameFramesTwice) {
  const auto one = render({0, 6}), two = render({0, 6});
  for (int i = 0; i < 6; ++i) EXPECT_EQ(cv::norm(one[i], two[i], cv::NORM_INF), 0);
}

TEST_P(RendererContract, AnnouncesTheSizeOfItsFrames) {
  EXPECT_EQ(makeRenderer(GetParam(), pack_, portrait_, {}, {})->frameSize(), render({0, 1})[0].size());
}

TEST_P(RendererContract, StopsWithinOneFrameWhenAsked) {
  std::stop_source stop;
  int frames = 0;
  const auto renderer = makeRenderer(GetParam(), pack_, portrait_, {}, {});
  try {
    renderer->render(
        track_, {0, 12},
        [&](std::int64_t, cv::Mat) {
          if (++frames == 3) stop.request_stop();
        },
        RunContext{stop.get_token()});
    FAIL() << "it went on to the end";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::cancelled);
  }
  EXPECT_EQ(frames, 3);
}

TEST_P(RendererContract, RefusesARangeOutsideTheTrack) {
  EXPECT_THROW(render({0, 13}), Error);
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
