#include "core/lab/evaluate/sharpness.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace orator::lab {
namespace {

cv::Mat bars() {
  cv::Mat picture(192, 192, CV_8UC3, cv::Scalar(40, 40, 40));
  for (int x = 8; x < 192; x += 32) cv::rectangle(picture, {x, 0, 16, 192}, {220, 220, 220}, cv::FILLED);
  return picture;
}

TEST(Sharpness, FallsWithBlur) {
  cv::Mat slightly, heavily;
  cv::GaussianBlur(bars(), slightly, {}, 1.2);
  cv::GaussianBlur(bars(), heavily, {}, 4);
  const double sharp = sharpness(bars()), less = sharpness(slightly), least = sharpness(heavily);
  EXPECT_GT(sharp, 0.9);
  EXPECT_LE(less, sharp);
  EXPECT_LT(least, 0.1);
  EXPECT_LT(least, less + 1e-9);
}

TEST(Sharpness, OfAnEmptyWallIsZero) {
  EXPECT_EQ(sharpness(cv::Mat(128, 128, CV_8UC3, cv::Scalar(90, 90, 90))), 0);
}

}  // namespace
}  // namespace orator::lab
