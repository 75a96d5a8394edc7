#include "core/render/mesh/cutout.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "core/render/mesh/mesh_renderer.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::render::mesh {
namespace {

/// Frames of a row and of the portrait at rest.
std::vector<cv::Mat> framesOf(const std::shared_ptr<const face::Portrait>& portrait,
                              Transparency transparency, float turn) {
  motion::MotionTrack track;
  track.source = test::sourceRow(*portrait);
  track.rows = {track.source, track.source};
  track.rows[1][motion::kAngleColumn + 1] += turn;
  std::vector<cv::Mat> frames;
  makeMeshRenderer(portrait, {.transparency = transparency})
      ->render(track, {0, 2}, [&](auto, cv::Mat frame) { frames.push_back(frame); }, {});
  return frames;
}

TEST(Cutout, IsThePersonAloneMultipliedByItsAlpha) {
  const auto portrait = test::syntheticPortrait();
  for (const cv::Mat& frame : framesOf(portrait, Transparency::person, 0.15f)) {
    ASSERT_EQ(frame.type(), CV_8UC4);
    int shown = 0, clear = 0;
    for (int y = 0; y < frame.rows; ++y)
      for (int x = 0; x < frame.cols; ++x) {
        const cv::Vec4b& pixel = frame.at<cv::Vec4b>(y, x);
        for (int c = 0; c < 3; ++c) ASSERT_LE(pixel[c], pixel[3]) << x << "," << y;
        shown += pixel[3] == 255;
        clear += pixel[3] == 0;
      }
    EXPECT_GT(shown, frame.rows * frame.cols / 10);
    EXPECT_GT(clear, frame.rows * frame.cols / 10);
    EXPECT_EQ(frame.at<cv::Vec4b>(2, 2)[3], 0) << "a corner shows no person";
  }
}

TEST(Cutout, MovesWithTheHead) {
  const auto frames = framesOf(test::syntheticPortrait(), Transparency::person, 0.2f);
  cv::Mat rest, turned;
  cv::extractChannel(frames[0], rest, 3);
  cv::extractChannel(frames[1], turned, 3);
  EXPECT_GT(cv::norm(rest, turned, cv::NORM_L1), 255 * 50);
}

TEST(Cutout, LaidOverItsOwnBackgroundIsTheFrameAgain) {
  const auto portrait = test::syntheticPortrait();
  const cv::Mat opaque = framesOf(portrait, Transparency::off, 0.1f)[1],
                cut = framesOf(portrait, Transparency::person, 0.1f)[1];
  // Wherever the person is solid the colour is that of the opaque frame.
  for (int y = 0; y < cut.rows; ++y)
    for (int x = 0; x < cut.cols; ++x) {
      const cv::Vec4b& pixel = cut.at<cv::Vec4b>(y, x);
      if (pixel[3] != 255) continue;
      const cv::Vec3b& wanted = opaque.at<cv::Vec3b>(y, x);
      ASSERT_EQ(cv::Vec3b(pixel[0], pixel[1], pixel[2]), wanted) << x << "," << y;
    }
}

/// The drawn head, cut out in its file, on green.
std::shared_ptr<face::Portrait> cutOutPortrait() {
  auto portrait = std::make_shared<face::Portrait>(*test::syntheticPortrait());
  portrait->alpha = portrait->matte.clone();
  portrait->background = {0, 255, 0};
  for (int y = 0; y < portrait->rgb.rows; ++y)
    for (int x = 0; x < portrait->rgb.cols; ++x) {
      auto& pixel = portrait->rgb.at<cv::Vec3b>(y, x);
      const int alpha = portrait->alpha.at<uchar>(y, x);
      for (int c = 0; c < 3; ++c)
        pixel[c] = uchar((pixel[c] * alpha + portrait->background[c] * (255 - alpha) + 127) / 255);
    }
  return portrait;
}

TEST(Cutout, OfAFileThatIsTransparentKeepsItsAlphaAndNothingOfWhatItWasLaidOver) {
  const auto portrait = cutOutPortrait();
  const auto frames = framesOf(portrait, Transparency::portrait, 0.15f);
  cv::Mat alpha, apart;
  cv::extractChannel(frames[0], alpha, 3);
  cv::absdiff(alpha, portrait->alpha, apart);
  EXPECT_LT(cv::mean(apart)[0], 3);
  for (const cv::Mat& frame : frames) {
    int soft = 0, green = 0;
    for (int y = 0; y < frame.rows; ++y)
      for (int x = 0; x < frame.cols; ++x) {
        const cv::Vec4b& pixel = frame.at<cv::Vec4b>(y, x);
        if (pixel[3] < 30 || pixel[3] > 225) continue;
        ++soft;
        // Green in the file's background would show as more green than the alpha lets skin and hair have.
        green += pixel[1] > pixel[0] + 40 && pixel[1] > pixel[2] + 40;
      }
    EXPECT_LE(green, soft / 20);
  }
}

TEST(Cutout, OfACardBehindThePersonKeepsTheCardStill) {
  auto portrait = std::make_shared<face::Portrait>(*test::syntheticPortrait());
  portrait->alpha = cv::Mat(portrait->rgb.size(), CV_8UC1, cv::Scalar(0));
  const cv::Rect card(20, 20, portrait->rgb.cols - 40, portrait->rgb.rows - 40);
  portrait->alpha(card).setTo(255);
  for (const cv::Mat& frame : framesOf(portrait, Transparency::portrait, 0.15f)) {
    cv::Mat alpha;
    cv::extractChannel(frame, alpha, 3);
    const cv::Rect inside(30, 30, card.width - 20, card.height - 20);
    double least = 0, most = 0;
    cv::minMaxLoc(alpha(inside), &least, &most);
    EXPECT_GE(least, 250) << "no hole opens where the person was";
    EXPECT_EQ(alpha.at<uchar>(5, 5), 0);
  }
}

TEST(Cutout, IsRefusedWhereThereIsNothingToCut) {
  auto whole = std::make_shared<face::Portrait>(*test::syntheticPortrait());
  whole->matte.setTo(255);
  const auto codeOf = [&](Transparency transparency) {
    try {
      makeMeshRenderer(whole, {.transparency = transparency});
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::internal;
  };
  EXPECT_EQ(codeOf(Transparency::person), ErrorCode::invalidArgument);
  EXPECT_EQ(codeOf(Transparency::portrait), ErrorCode::invalidArgument) << "its file has no transparency";
}

}  // namespace
}  // namespace orator::render::mesh
