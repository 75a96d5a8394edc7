#include <gtest/gtest.h>

#include "core/face/face_mesh.h"
#include "core/face/person_matte.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::face {
namespace {

TEST(HeadShapedMatte, HoldsTheFaceAndLeavesTheCornersAbove) {
  const auto portrait = test::syntheticPortrait();
  const cv::Mat matte = headShapedMatte(portrait->landmarks, portrait->rgb.size());
  EXPECT_TRUE(coversFace(matte, portrait->landmarks));
  EXPECT_EQ(matte.at<uchar>(3, 3), 0);
  EXPECT_EQ(matte.at<uchar>(3, matte.cols - 4), 0);
  EXPECT_EQ(matte.at<uchar>(matte.rows - 2, matte.cols / 2), 255)
      << "neck and shoulders reach the lower border";
}

TEST(CoversFace, RefusesAMatteThatMissesTheFace) {
  const auto portrait = test::syntheticPortrait();
  EXPECT_TRUE(coversFace(portrait->matte, portrait->landmarks));
  EXPECT_FALSE(coversFace(cv::Mat::zeros(portrait->rgb.size(), CV_8UC1), portrait->landmarks));
  cv::Mat half = portrait->matte.clone();
  half.colRange(0, half.cols / 2) = 0;
  EXPECT_FALSE(coversFace(half, portrait->landmarks));
}

}  // namespace
}  // namespace orator::face
