#include "core/face/portrait.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "core/packs/pack.h"
#include "tests/support/files.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::face {
namespace {

struct Notes : ProgressSink {
  void progress(std::string_view, std::int64_t done, std::int64_t) override {
    EXPECT_GE(done, last);
    last = done;
  }
  void note(std::string_view text) override { all += std::string(text) + "\n"; }
  std::int64_t last = 0;
  std::string all;
};

class AnalysePortrait : public testing::Test {
 protected:
  std::shared_ptr<const Portrait> analyse(const cv::Mat& rgb, const PortraitOptions& options = {}) {
    notes_ = {};
    RunContext context;
    context.sink = &notes_;
    return analysePortrait({rgb, {}}, pack_, options, context);
  }
  ErrorCode codeOf(const cv::Mat& rgb, const PortraitOptions& options = {}) {
    return test::errorOf([&] { analyse(rgb, options); }).code();
  }
  static PortraitOptions choosing(int face) {
    PortraitOptions options;
    options.face = face;
    return options;
  }
  packs::Pack pack_ = packs::openPack("studio");
  cv::Mat drawn_ = test::syntheticPortrait()->rgb;
  Notes notes_;
};

TEST_F(AnalysePortrait, FindsAndFitsADrawnFace) {
  const auto portrait = analyse(drawn_);
  ASSERT_EQ(portrait->faces.size(), 1u);
  const auto &left = portrait->landmarks.points[33], &right = portrait->landmarks.points[263];
  EXPECT_LT(portrait->fit.residualPixels, 0.06f * (right.x - left.x));
  EXPECT_EQ(portrait->matte.size(), portrait->rgb.size());
  EXPECT_EQ(portrait->matte.type(), CV_8UC1);
  EXPECT_EQ(notes_.last, 3);
}

TEST_F(AnalysePortrait, ReducesALargePictureWithANote) {
  cv::Mat large;
  cv::resize(drawn_, large, {}, 4, 4);
  const auto portrait = analyse(large, {std::nullopt, 840});
  EXPECT_EQ(portrait->rgb.size(), cv::Size(720, 840));
  EXPECT_NE(notes_.all.find("reduced"), std::string::npos);
}

TEST_F(AnalysePortrait, UsesTheLargestOfSeveralFacesAndLetsChoose) {
  cv::Mat two(drawn_.rows, drawn_.cols + 300, CV_8UC3, cv::Scalar(60, 90, 130)), small;
  cv::resize(drawn_, small, {300, 350}, 0, 0, cv::INTER_AREA);
  drawn_.copyTo(two.colRange(0, drawn_.cols));
  small.copyTo(two(cv::Rect(drawn_.cols, 0, 300, 350)));
  const auto portrait = analyse(two);
  ASSERT_EQ(portrait->faces.size(), 2u);
  EXPECT_LT(portrait->landmarks.points[1].x, drawn_.cols);
  EXPECT_NE(notes_.all.find("2 faces"), std::string::npos);
  EXPECT_GT(analyse(two, choosing(1))->landmarks.points[1].x, drawn_.cols);
  EXPECT_EQ(codeOf(two, choosing(2)), ErrorCode::invalidArgument);
}

TEST_F(AnalysePortrait, RefusesPicturesWithoutAFace) {
  cv::Mat noise(300, 300, CV_8UC3);
  cv::theRNG().state = 5;
  cv::randu(noise, 0, 255);
  EXPECT_EQ(codeOf(noise), ErrorCode::noFace);
  EXPECT_EQ(codeOf(cv::Mat(200, 400, CV_8UC3, cv::Scalar::all(128))), ErrorCode::noFace);
}

TEST_F(AnalysePortrait, RefusesAFaceThatLeavesThePicture) {
  EXPECT_EQ(codeOf(drawn_.colRange(150, drawn_.cols).clone()), ErrorCode::faceCutOff);
}

TEST_F(AnalysePortrait, StopsOnRequest) {
  std::stop_source stop;
  stop.request_stop();
  RunContext context{stop.get_token()};
  EXPECT_EQ(test::errorOf([&] {
              analysePortrait({drawn_, {}}, pack_, {}, context);
            }).code(),
            ErrorCode::cancelled);
}

}  // namespace
}  // namespace orator::face
