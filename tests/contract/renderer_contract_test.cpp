// What every renderer promises, whoever wrote it: these tests loop over the registry.
#include <gtest/gtest.h>

#include "core/packs/network_weights.h"
#include "core/render/face_renderer.h"
#include "tests/support/forged_renderer.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::render {
namespace {

/// A renderer that needs no fetched weights: random ones serve the neural renderer as well.
std::unique_ptr<FaceRenderer> opened(const std::string& name, std::shared_ptr<const face::Portrait> portrait,
                                     const RenderSettings& settings = {}) {
  if (name == "facevid2vid") return test::forgedNeuralRenderer(*portrait, settings);
  if (name == "liveportrait") return test::forgedLivePortrait(portrait, settings);
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
  const RendererTraits& traits() const { return rendererTraits(GetParam()); }
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

TEST_P(RendererContract, AFrameDependsOnTheRowsOfItsReachAtMost) {
  const std::int64_t changed = 20, beyond = traits().rowReach + 1;
  const FrameRange left{changed - beyond, changed - beyond + 1},
      right{changed + beyond, changed + beyond + 1};
  ASSERT_TRUE(left.begin >= 0 && right.end <= track_.frames());
  const auto before = render(left), after = render(right);
  track_.rows[changed][0] += 1;
  track_.rows[changed][motion::kAngleColumn] += 0.2f;
  EXPECT_TRUE(same(before[0], render(left)[0]));
  EXPECT_TRUE(same(after[0], render(right)[0]));
}

TEST_P(RendererContract, HasALabelAndSaysWhereAndHowItWorks) {
  EXPECT_FALSE(traits().label.empty());
  EXPECT_FALSE(traits().shortLabel.empty());
  EXPECT_TRUE(traits().offers(Precision::exact)) << "the usual precision";
  const auto& devices = traits().devices;
  EXPECT_NE(std::find(devices.begin(), devices.end(), "cpu"), devices.end());
  EXPECT_EQ(traits().deviceBytes > 0, traits().hasDeviceChoice());
}

TEST_P(RendererContract, RefusesAPackWithoutItsNetworks) {
  packs::Pack empty;
  empty.id = "empty";
  for (const std::string_view network : traits().networks) EXPECT_FALSE(packs::hasNetwork(empty, network));
  if (traits().networks.empty()) {
    EXPECT_NO_THROW(makeRenderer(GetParam(), empty, portrait_, {}, {}));
    return;
  }
  try {
    makeRenderer(GetParam(), empty, portrait_, {}, {});
    FAIL() << "no exception";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::packMissing);
    EXPECT_NE(error.reason().find(traits().networks.front()), std::string::npos);
  }
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

TEST(RendererRegistry, SavesNothingOnARendererItDoesNotKnow) {
  const RendererTraits& unknown = rendererTraits("oil");
  EXPECT_FALSE(unknown.live);
  EXPECT_TRUE(unknown.hasDeviceChoice());
  for (const std::string& name : rendererNames())
    EXPECT_GT(unknown.rowReach, rendererTraits(name).rowReach) << name;
}

TEST(RendererRegistry, KnowsTheDefault) {
  EXPECT_NO_THROW(requireRendererName(kDefaultRenderer));
  EXPECT_TRUE(rendererTraits(kDefaultRenderer).live);
}

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
