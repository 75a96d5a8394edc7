#include "core/render/finish/crop.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace orator::render::finish {
namespace {

cv::Mat ramp(cv::Size size) {
  cv::Mat picture(size, CV_8UC3);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      picture.at<cv::Vec3b>(y, x) = cv::Vec3b(uchar(x), uchar(y), uchar(x + y));
  return picture;
}

TEST(FinishCrop, ShowsThePicturesOwnPixelsWhereItsScaleIsOne) {
  const cv::Mat picture = ramp({120, 100}), crop = cutCrop(picture, {1, 0, 13, 0, 1, 7}, 80);
  EXPECT_EQ(cv::norm(crop, picture({13, 7, 80, 80}), cv::NORM_INF), 0);
}

TEST(FinishCrop, OfALargerPictureShowsTheSamePlacesWithoutAliases) {
  const cv::Mat small = ramp({100, 100});
  cv::Mat large;
  cv::resize(small, large, {}, 4, 4, cv::INTER_LINEAR);
  // Pixel centres: x' + 0.5 = 4 * (x + 0.5).
  const cv::Mat one = cutCrop(small, {1, 0, 10, 0, 1, 10}, 80),
                other = cutCrop(large, {4, 0, 41.5f, 0, 4, 41.5f}, 80);
  EXPECT_LE(cv::norm(one, other, cv::NORM_L1) / double(one.total() * 3), 0.5);

  cv::Mat stripes(400, 400, CV_8UC3);
  for (int x = 0; x < 400; ++x) stripes.col(x).setTo(cv::Scalar::all(x % 2 ? 255 : 0));
  const cv::Mat grey = cutCrop(stripes, {4, 0, 40, 0, 4, 40}, 80);
  double least = 0, most = 0;
  cv::minMaxLoc(grey.reshape(1), &least, &most);
  EXPECT_LE(most - least, 4) << "stripes finer than a pixel are even grey";
}

TEST(FinishCrop, ContinuesTheBorderOutsideThePicture) {
  const cv::Mat picture = ramp({60, 60}), crop = cutCrop(picture, {1, 0, -40, 0, 1, 0}, 80);
  EXPECT_EQ(crop.at<cv::Vec3b>(10, 5), picture.at<cv::Vec3b>(10, 0));
  EXPECT_EQ(cutCrop(picture, {3, 0, 500, 0, 3, 500}, 80).at<cv::Vec3b>(40, 40),
            picture.at<cv::Vec3b>(59, 59));
}

TEST(FinishCrop, KnowsItsScale) {
  EXPECT_NEAR(cropScale({0, -2, 5, 2, 0, 9}), 2, 1e-6);
}

}  // namespace
}  // namespace orator::render::finish
