#include "core/render/mesh/layers.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace orator::render::mesh {
namespace {

cv::Mat noise(cv::Size size) {
  cv::Mat picture(size, CV_8UC3);
  cv::theRNG().state = 7;
  cv::randu(picture, 0, 256);
  return picture;
}

cv::Mat softDisc(cv::Size size) {
  cv::Mat matte(size, CV_8UC1, cv::Scalar(0));
  cv::circle(matte, {size.width / 2, size.height / 2}, size.width / 4, 255, -1);
  cv::GaussianBlur(matte, matte, {}, 4);
  return matte;
}

TEST(Layers, AreThePortraitAgainToTheBitWithoutMotion) {
  const cv::Mat picture = noise({160, 120});
  const Layers layers = separateLayers(picture, softDisc(picture.size()), 20);
  ASSERT_TRUE(layers.separate());
  // A still row in a moving tile is sampled like any other, and must come out untouched.
  cv::Mat2f displacement(picture.size(), cv::Vec2f(0, 0));
  displacement.rowRange(0, 1).setTo(cv::Scalar(1, 0));
  cv::Mat out(picture.size(), CV_8UC3);
  moveLayers(layers, picture, {displacement, 1, {0, 0}}, {0, 0, picture.cols, picture.rows}, out);
  EXPECT_EQ(cv::norm(out.rowRange(1, 120), picture.rowRange(1, 120), cv::NORM_INF), 0);
}

TEST(Layers, MoveThePersonAndNotTheBackground) {
  const cv::Mat picture = noise({160, 120}), matte = softDisc(picture.size());
  const Layers layers = separateLayers(picture, matte, 20);
  cv::Mat out(picture.size(), CV_8UC3);
  moveLayers(layers, picture, {cv::Mat2f(picture.size(), cv::Vec2f(-5, 0)), 1, {0, 0}}, {0, 0, 160, 120},
             out);
  const cv::Rect inside(70, 50, 20, 20);
  EXPECT_EQ(cv::norm(out(inside), picture(inside - cv::Point(5, 0)), cv::NORM_INF), 0);
  EXPECT_EQ(cv::norm(out.colRange(0, 20), picture.colRange(0, 20), cv::NORM_INF), 0);
}

TEST(Layers, KeepTheBackgroundFarFromThePersonUntouched) {
  const cv::Mat picture = noise({160, 120});
  const Layers layers = separateLayers(picture, softDisc(picture.size()), 20);
  const cv::Rect corner(0, 0, 30, 20);
  EXPECT_EQ(cv::norm(layers.background(corner), picture(corner), cv::NORM_INF), 0);
}

TEST(Layers, HoldTheDetailsOfAPatternBesideThePersonStill) {
  const cv::Mat picture = noise({160, 120}), matte = softDisc(picture.size());
  const Layers layers = separateLayers(picture, matte, 20);
  cv::Mat out(picture.size(), CV_8UC3);
  moveLayers(layers, picture, {cv::Mat2f(picture.size(), cv::Vec2f(-5, 0)), 1, {0, 0}}, {0, 0, 160, 120},
             out);
  const cv::Rect beside(140, 40, 8, 40);
  EXPECT_EQ(cv::norm(out(beside), picture(beside), cv::NORM_INF), 0);
}

TEST(Layers, LetStrayHairBeforeASmoothBackgroundGoWithThePerson) {
  cv::Mat picture(120, 160, CV_8UC3, cv::Scalar(200, 210, 220));
  cv::circle(picture, {80, 60}, 45, {60, 40, 30}, -1);
  cv::Mat hair = picture.clone();
  cv::line(hair, {132, 53}, {132, 67}, {60, 40, 30}, 1);  // just beyond the matte
  const Layers layers = separateLayers(hair, softDisc(picture.size()), 20);
  cv::Mat out(picture.size(), CV_8UC3);
  moveLayers(layers, hair, {cv::Mat2f(picture.size(), cv::Vec2f(-5, 0)), 1, {0, 0}}, {0, 0, 160, 120}, out);
  EXPECT_LT(out.at<cv::Vec3b>(60, 137)[0], 120);
  EXPECT_GT(out.at<cv::Vec3b>(60, 132)[0], 150);
}

TEST(Layers, FillTheRimBehindThePersonFromTheBackground) {
  cv::Mat picture(120, 160, CV_8UC3, cv::Scalar(20, 40, 200));
  const cv::Mat matte = softDisc(picture.size());
  picture.setTo(cv::Scalar(250, 10, 10), matte > 4);
  const Layers layers = separateLayers(picture, matte, 20);
  const auto behind = layers.background.at<cv::Vec3b>(60, 80 - 36);  // a little inside the disc
  EXPECT_LT(behind[0], 90);
}

TEST(Layers, AreOneWhereTheMatteShowsNobodyOrNothingElse) {
  const cv::Mat picture = noise({64, 64});
  EXPECT_FALSE(separateLayers(picture, cv::Mat(), 10).separate());
  EXPECT_FALSE(separateLayers(picture, cv::Mat(64, 64, CV_8UC1, cv::Scalar(0)), 10).separate());
  EXPECT_FALSE(separateLayers(picture, cv::Mat(64, 64, CV_8UC1, cv::Scalar(255)), 10).separate());
}

}  // namespace
}  // namespace orator::render::mesh
