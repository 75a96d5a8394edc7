#include "core/lab/evaluate/reenact.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "core/learning/measures/contact_sheet.h"
#include "core/media/picture.h"
#include "tests/support/studio_pack.h"
#include "tests/support/synthetic_portrait.h"
#include "tests/unit/capture/film.h"

namespace orator::lab {
namespace {

using namespace learning;

cv::Mat pattern() {
  cv::Mat picture(96, 128, CV_8UC3);
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x)
      picture.at<cv::Vec3b>(y, x) = {std::uint8_t(120 + 60 * std::sin(x * 0.4)),
                                     std::uint8_t(120 + 60 * std::sin(y * 0.3)),
                                     std::uint8_t(120 + 50 * std::sin((x + y) * 0.2))};
  return picture;
}

cv::Mat shifted(const cv::Mat& picture, int right, int down) {
  cv::Mat out;
  cv::warpAffine(picture, out, cv::Matx23f(1, 0, float(right), 0, 1, float(down)), picture.size(),
                 cv::INTER_NEAREST, cv::BORDER_REFLECT);
  return out;
}

TEST(CompareCrops, ForgivesTwoPixelsAndAnotherLight) {
  const CropDifference same = compareCrops(pattern(), pattern());
  EXPECT_EQ(same.difference, 0);
  EXPECT_NEAR(same.ssim, 1, 1e-6);
  const CropDifference near = compareCrops(pattern(), shifted(pattern(), 2, -1) + cv::Scalar(9, 9, 9));
  EXPECT_LT(near.difference, 0.05);
  EXPECT_GT(near.ssim, 0.999);
  const CropDifference far = compareCrops(pattern(), shifted(pattern(), 5, 0));
  EXPECT_GT(far.difference, 5);
  EXPECT_LT(far.ssim, 0.95);
}

TEST(PartGauge, TellsLostDetailAndFlickerFromReal) {
  PartGauge gauge;
  cv::theRNG().state = 3;
  for (int i = 0; i < 6; ++i) {
    const cv::Mat real = test::withNoise(pattern(), 2);
    cv::Mat made;
    cv::GaussianBlur(test::withNoise(pattern(), 6), made, {}, 1.5);
    gauge.add(real, made, i > 0);
  }
  const PartScore score = gauge.score();
  EXPECT_EQ(score.frames, 6);
  EXPECT_LT(score.detail, 0.8);
  EXPECT_LT(score.flicker, 1) << "blurred noise moves less";
  PartGauge still;
  for (int i = 0; i < 4; ++i) still.add(test::withNoise(pattern(), 2), pattern(), i > 0);
  EXPECT_EQ(still.score().flicker, 0);
}

TEST(SkullCrops, LieWhereTheMovedHeadHasThem) {
  const auto portrait = test::syntheticPortrait();
  const motion::CoefficientRow source = test::sourceRow(*portrait);
  motion::CoefficientRow row = source;
  row[motion::kAngleColumn + 1] += 0.15f;
  row[motion::kAngleColumn + 2] -= 0.1f;
  row[motion::kTranslationColumn] += 0.2f;
  face::FaceFit moved = portrait->fit;
  for (int axis = 0; axis < 3; ++axis) {
    moved.pose.anglesRadians[axis] = row[std::size_t(motion::kAngleColumn + axis)];
    moved.pose.translation[axis] = row[std::size_t(motion::kTranslationColumn + axis)];
  }
  for (const Part part : kParts) {
    const Corners rest = cornersOf(*portrait->model, portrait->fit, part),
                  wanted = cornersOf(*portrait->model, moved, part),
                  found = movedCorners(rest, *portrait, part, source, row);
    for (std::size_t i = 0; i < rest.size(); ++i) {
      EXPECT_GT(cv::norm(wanted[i] - rest[i]), 3);
      EXPECT_LT(cv::norm(found[i] - wanted[i]), 0.1);
    }
  }
}

TEST(SheetFrames, ShowExtremesAndTheRest) {
  std::vector<float> openings(100, 0.f), closures(100, 0.f);
  openings[37] = 1;
  closures[61] = 1;
  const auto frames = sheetFrames(openings, closures);
  EXPECT_TRUE(std::is_sorted(frames.begin(), frames.end()));
  EXPECT_TRUE(std::binary_search(frames.begin(), frames.end(), 37u));
  EXPECT_TRUE(std::binary_search(frames.begin(), frames.end(), 61u));
  EXPECT_LE(frames.back(), 99u);
}

TEST(Reenact, AHeadThatOnlySwaysIsMadeAgainAlmostAsItWas) {
  const test::TemporaryFolder folder;
  const cv::Mat head = test::sampleHead();
  std::filesystem::create_directory(folder / "clips");
  test::film(folder / "clips/sway.mp4", {25, 1}, 30, [&](double t) {
    return test::movedPicture(head, 0, 0, 4 * std::sin(2 * std::numbers::pi * t));
  });
  const cv::Mat bare(120, 120, CV_8UC3, cv::Scalar(90, 90, 90));
  test::film(folder / "clips/bare.mp4", {25, 1}, 10, [&](double) { return bare; });
  ReenactOptions options;
  options.chosen.clips = folder / "clips";
  options.sheets = folder / "sheets";
  const Reenactment result = reenact(options, {});
  ASSERT_EQ(result.clips.size(), 1u);
  EXPECT_EQ(result.clips[0].frames(), 29);
  EXPECT_LT(result.clips[0].all[0].difference, 4);
  EXPECT_GT(result.clips[0].all[0].ssim, 0.9);
  EXPECT_NEAR(result.clips[0].all[0].detail, 1, 0.3);
  EXPECT_EQ(result.clips[0].shut[1].frames, 0);
  ASSERT_EQ(result.skipped.size(), 1u);
  EXPECT_EQ(result.skipped[0].rfind("bare.mp4: ", 0), 0u);
  EXPECT_GT(media::readPicture(folder / "sheets/sway.png").rgb.cols, 1000);
  EXPECT_EQ(meanScore(result.clips).all[0].difference, result.clips[0].all[0].difference);
}

}  // namespace
}  // namespace orator::lab
