#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <set>

#include "core/face/sadtalker/alignment.h"
#include "core/face/sadtalker/portrait_coefficients.h"
#include "core/face/sadtalker/portrait_crop.h"
#include "tests/support/files.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::face::sadtalker {
namespace {

class Crop : public testing::Test {
 protected:
  std::shared_ptr<const Portrait> portrait_ = test::syntheticPortrait();
  Landmarks68 landmarks_ = landmarks68(portrait_->landmarks);
};

cv::Point2f middle(const Landmarks68& points, std::size_t begin, std::size_t end) {
  return std::accumulate(points.begin() + long(begin), points.begin() + long(end), cv::Point2f()) /
         float(end - begin);
}

TEST_F(Crop, TheMeshPointsStandWhereTheirNamesSay) {
  EXPECT_EQ(std::set<int>(kMeshPoint68.begin(), kMeshPoint68.end()).size(), 68u);
  const cv::Point2f left = middle(landmarks_, 36, 42), right = middle(landmarks_, 42, 48);
  const cv::Point2f nose = landmarks_[30], mouth = middle(landmarks_, 48, 68);
  EXPECT_LT(left.x, nose.x);
  EXPECT_LT(nose.x, right.x);
  EXPECT_NEAR(left.y, right.y, 3);
  EXPECT_LT(left.y, nose.y);
  EXPECT_LT(nose.y, mouth.y);
  EXPECT_LT(mouth.y, landmarks_[8].y);
  EXPECT_LT(middle(landmarks_, 17, 22).y, left.y);
  // The drawn head is symmetric: points of one side mirror those of the other.
  const auto mirrored = [&](std::size_t a, std::size_t b) {
    EXPECT_NEAR(landmarks_[a].x + landmarks_[b].x, 2 * landmarks_[8].x, 2) << a << " " << b;
    EXPECT_NEAR(landmarks_[a].y, landmarks_[b].y, 2) << a << " " << b;
  };
  for (std::size_t i = 0; i < 8; ++i) mirrored(i, 16 - i);
  for (std::size_t i = 17; i < 22; ++i) mirrored(i, 43 - i);
  for (const auto& [a, b] : {std::pair{31, 35},
                             {32, 34},
                             {36, 45},
                             {37, 44},
                             {38, 43},
                             {39, 42},
                             {41, 46},
                             {40, 47},
                             {48, 54},
                             {49, 53},
                             {50, 52},
                             {59, 55},
                             {58, 56},
                             {60, 64},
                             {61, 63},
                             {67, 65}})
    mirrored(std::size_t(a), std::size_t(b));
}

TEST_F(Crop, TheInnerCropLiesInTheExtendedOneAndBothShowTheFace) {
  const FramedFace inner = frameFace(portrait_->rgb, landmarks_, Framing::inner, 256);
  const FramedFace extended = frameFace(portrait_->rgb, landmarks_, Framing::extended, 256);
  EXPECT_EQ(inner.box & extended.box, inner.box);
  EXPECT_LT(inner.box.area(), extended.box.area());
  for (const FramedFace& face : {inner, extended}) {
    EXPECT_EQ(face.rgb.size(), cv::Size(256, 256));
    for (const cv::Point2f& p : face.landmarks) EXPECT_TRUE(cv::Rect2f(0, 0, 256, 256).contains(p)) << p;
  }
}

TEST_F(Crop, LandmarksStayOnTheirPixels) {
  cv::Mat marked(portrait_->rgb.size(), CV_8UC3, cv::Scalar::all(0));
  cv::circle(marked, landmarks_[30], 9, {255, 255, 255}, -1);
  for (const Framing framing : {Framing::inner, Framing::extended, Framing::whole}) {
    const FramedFace face = frameFace(marked, landmarks_, framing, 256);
    cv::Mat grey;
    cv::cvtColor(face.rgb, grey, cv::COLOR_RGB2GRAY);
    const cv::Moments moments = cv::moments(grey);
    EXPECT_NEAR(moments.m10 / moments.m00, face.landmarks[30].x, 0.6);
    EXPECT_NEAR(moments.m01 / moments.m00, face.landmarks[30].y, 0.6);
  }
}

TEST_F(Crop, AResizedPictureKeepsItsWhole) {
  EXPECT_EQ(frameFace(portrait_->rgb, landmarks_, Framing::whole, 256).box,
            cv::Rect({}, portrait_->rgb.size()));
}

TEST_F(Crop, ALargePortraitIsCutAtItsOwnResolution) {
  const double factor = 11;
  cv::Mat large;
  cv::resize(portrait_->rgb, large, {}, factor, factor, cv::INTER_CUBIC);
  Landmarks68 scaled = landmarks_;
  for (auto& p : scaled) p *= float(factor);
  ASSERT_LT(portraitCrop(scaled, large.size()).picture.width, large.cols);
  const cv::Rect small = frameFace(portrait_->rgb, landmarks_, Framing::inner, 256).box;
  const cv::Rect big = frameFace(large, scaled, Framing::inner, 256).box;
  EXPECT_NEAR(big.x, small.x * factor, 2 * factor);
  EXPECT_NEAR(big.width, small.width * factor, 3 * factor);
  EXPECT_NEAR(big.height, small.height * factor, 3 * factor);
}

TEST_F(Crop, AFaceOutsideThePictureIsRefused) {
  Landmarks68 outside = landmarks_;
  for (auto& p : outside) p += cv::Point2f(4000, 0);
  EXPECT_EQ(test::errorOf([&] { frameFace(portrait_->rgb, outside, Framing::inner, 256); }).code(),
            ErrorCode::faceCutOff);
}

TEST_F(Crop, TheAlignedFaceFillsTheRegressorsPicture) {
  const FramedFace face = frameFace(portrait_->rgb, landmarks_, Framing::inner, 256);
  const Alignment aligned = alignment(face.landmarks, face.rgb.size());
  EXPECT_EQ(alignedFace(face.rgb, aligned).size(), cv::Size(kAlignedSide, kAlignedSide));
  const Landmarks68 points = alignedLandmarks(face.landmarks, aligned);
  EXPECT_NEAR(points[30].x, 112, 8);
  EXPECT_GT(points[42].x - points[39].x, 20);
  for (const cv::Point2f& p : points) EXPECT_TRUE(cv::Rect2f(0, 0, 224, 224).contains(p)) << p;
}

TEST_F(Crop, TheSamePortraitAtTwiceTheSizeIsAlignedAlike) {
  const Alignment one = alignment(landmarks_, portrait_->rgb.size());
  Landmarks68 twice = landmarks_;
  for (auto& p : twice) p = {p.x * 2 + 0.5f, p.y * 2 + 0.5f};
  const Alignment two = alignment(twice, portrait_->rgb.size() * 2);
  EXPECT_NEAR(two.scale, one.scale / 2, 1e-4);
  EXPECT_NEAR(two.translation.x, 2 * one.translation.x + 0.5, 0.01);
}

TEST_F(Crop, AFaceOfAFewPixelsIsRefused) {
  Landmarks68 tiny = landmarks_;
  for (auto& p : tiny) p *= 0.05f;
  const Alignment aligned = alignment(tiny, {64, 64});
  EXPECT_EQ(test::errorOf([&] { alignedFace(cv::Mat(64, 64, CV_8UC3), aligned); }).code(),
            ErrorCode::pictureTooSmall);
  tiny.fill({5, 5});
  EXPECT_EQ(test::errorOf([&] {
              alignedFace(cv::Mat(64, 64, CV_8UC3), alignment(tiny, {64, 64}));
            }).code(),
            ErrorCode::noFace);
}

TEST(PortraitCoefficients, AreTheMovingOnesOfTheNetworksOutput) {
  FaceCoefficients all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = float(i);
  const PortraitCoefficients row = motionOf(all);
  EXPECT_EQ(row[0], 80);
  EXPECT_EQ(row[63], 143);
  EXPECT_EQ(row[64], 224);
  EXPECT_EQ(row[67], 254);
  EXPECT_EQ(row[69], 256);
}

}  // namespace
}  // namespace orator::face::sadtalker
