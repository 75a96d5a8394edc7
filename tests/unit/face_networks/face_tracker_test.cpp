#include "core/face/face_tracker.h"

#include <opencv2/imgproc.hpp>

#include "tests/unit/face_networks/sample.h"

namespace orator::face {
namespace {

cv::Point2f at(const FaceLandmarks& face, int i) {
  return {face.points[i].x, face.points[i].y};
}

double meanDistance(const FaceLandmarks& a, const FaceLandmarks& b, cv::Point2f shift = {}) {
  double sum = 0;
  for (int i = 0; i < kLandmarkCount; ++i) sum += cv::norm(at(a, i) + shift - at(b, i)) / kLandmarkCount;
  return sum;
}

TEST(FaceTracker, FindsTheOneFaceOfTheSampleWithItsPartsInPlace) {
  const auto faces = test::makeTracker().detect(test::samplePortrait());
  ASSERT_EQ(faces.size(), 1u);
  const FaceLandmarks& face = faces[0];
  EXPECT_GT(face.presence, 0.9f);
  EXPECT_LT(at(face, 33).x, at(face, 263).x);   // left eye is left in the picture
  EXPECT_LT(at(face, 159).y, at(face, 145).y);  // upper lid above lower lid
  EXPECT_LT(at(face, 159).y, at(face, 1).y);    // eye above nose
  EXPECT_LT(at(face, 1).y, at(face, 13).y);     // nose above mouth
  EXPECT_LT(at(face, 14).y, at(face, 152).y);   // mouth above chin
  EXPECT_TRUE(face.box.contains(at(face, 1)));
  const double eye = cv::norm(at(face, 33) - at(face, 133));
  EXPECT_LT(cv::norm(at(face, 468) - (at(face, 33) + at(face, 133)) * 0.5f),
            0.4 * eye);  // iris inside its eye
}

TEST(FaceTracker, MovesWithThePicture) {
  const cv::Mat picture = test::samplePortrait();
  cv::Mat moved;
  cv::warpAffine(picture, moved, cv::Matx23f(1, 0, 37, 0, 1, 21), picture.size());
  auto tracker = test::makeTracker();
  EXPECT_LT(meanDistance(tracker.detect(picture).at(0), tracker.detect(moved).at(0), {37, 21}), 1.0);
}

TEST(FaceTracker, FindsATurnedHead) {
  const cv::Mat picture = test::samplePortrait();
  const cv::Point2f centre(225, 120);
  cv::Mat turned;
  cv::warpAffine(picture, turned, cv::getRotationMatrix2D(centre, 25, 1), picture.size());
  const auto faces = test::makeTracker().detect(turned);
  ASSERT_FALSE(faces.empty());
  const cv::Point2f eyes = at(faces[0], 263) - at(faces[0], 33);
  EXPECT_NEAR(std::atan2(eyes.y, eyes.x) * 180 / CV_PI, -25, 8);
}

TEST(FaceTracker, SearchesWindowsForASmallFaceInALargePicture) {
  cv::Mat small, large(1200, 1600, CV_8UC3, cv::Scalar(90, 100, 110));
  cv::resize(test::samplePortrait(), small, {300, 300}, 0, 0, cv::INTER_AREA);
  small.copyTo(large(cv::Rect(1200, 850, 300, 300)));
  const auto faces = test::makeTracker().detect(large);
  ASSERT_EQ(faces.size(), 1u);
  EXPECT_TRUE(cv::Rect2f(1200, 850, 300, 300).contains(at(faces[0], 1)));
}

TEST(FaceTracker, ReportsSeveralFacesLargestFirst) {
  const cv::Mat picture = test::samplePortrait();
  cv::Mat two(picture.rows, picture.cols * 2, CV_8UC3, cv::Scalar(0)), smaller;
  cv::resize(picture, smaller, {}, 0.7, 0.7, cv::INTER_AREA);
  smaller.copyTo(two(cv::Rect({0, 0}, smaller.size())));
  picture.copyTo(two(cv::Rect(picture.cols, 0, picture.cols, picture.rows)));
  const auto faces = test::makeTracker().detect(two);
  ASSERT_EQ(faces.size(), 2u);
  EXPECT_GT(at(faces[0], 1).x, picture.cols);
  EXPECT_LT(at(faces[1], 1).x, picture.cols);
}

TEST(FaceTracker, FindsNobodyInNoise) {
  cv::Mat noise(300, 400, CV_8UC3);
  cv::theRNG().state = 11;
  cv::randu(noise, 0, 256);
  EXPECT_TRUE(test::makeTracker().detect(noise).empty());
}

TEST(FaceTracker, FollowsAVideoAndDetectsAgainAfterAnEmptyFrame) {
  const cv::Mat picture = test::samplePortrait(), empty(picture.size(), CV_8UC3, cv::Scalar(60, 60, 60));
  auto tracker = test::makeTracker();
  const auto still = tracker.detect(picture).at(0);
  ASSERT_EQ(tracker.track(picture).size(), 1u);
  EXPECT_LT(meanDistance(tracker.track(picture).at(0), still), 1.0);
  EXPECT_TRUE(tracker.track(empty).empty());
  EXPECT_EQ(tracker.track(picture).size(), 1u);
}

}  // namespace
}  // namespace orator::face
