#include "core/render/restore/face_paste.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <opencv2/imgproc.hpp>

#include "core/face/face_mesh.h"
#include "core/packs/pack.h"
#include "core/render/face_renderer.h"
#include "core/render/restore/face_restorer.h"
#include "tests/support/files.h"

namespace orator::render::restore {
namespace {

using testing::HasSubstr;

/// A face as the template of 512 pixels has it, with lids so far apart.
face::FaceLandmarks templateFace(float lidDistance) {
  face::FaceLandmarks landmarks;
  const auto put = [&](int index, float x, float y) { landmarks.points[std::size_t(index)] = {x, y, 0}; };
  put(face::kLeftEyeOuter, 163, 240), put(face::kLeftEyeInner, 223, 240);
  put(face::kRightEyeInner, 289, 240), put(face::kRightEyeOuter, 349, 240);
  put(159, 193, 240 - lidDistance / 2), put(145, 193, 240 + lidDistance / 2);
  put(386, 319, 240 - lidDistance / 2), put(374, 319, 240 + lidDistance / 2);
  put(face::kNoseTip, 256, 314);
  put(face::kLeftMouthCorner, 201, 371), put(face::kRightMouthCorner, 313, 371);
  return landmarks;
}

TEST(FaceAffine, LeavesAFaceThatLiesAsTheTemplateWhereItIs) {
  const cv::Matx23d m = faceAffine(fivePoints(templateFace(20)));
  EXPECT_NEAR(m(0, 0), 1, 0.02);
  EXPECT_NEAR(m(0, 1), 0, 0.02);
  EXPECT_NEAR(m(0, 2), 0, 6);
  EXPECT_NEAR(m(1, 2), 0, 6);
}

TEST(LidClosure, TellsShutEyesFromOpenOnes) {
  EXPECT_EQ(lidClosure(templateFace(20)), cv::Vec2d(0, 0));
  EXPECT_EQ(lidClosure(templateFace(2)), cv::Vec2d(1, 1));
}

TEST(ProtectLids, TakesOutShutEyesAndNothingElse) {
  const cv::Matx23d asItIs(1, 0, 0, 0, 1, 0);
  cv::Mat open(512, 512, CV_64F, cv::Scalar(1)), shut = open.clone();
  protectLids(open, templateFace(20), asItIs);
  EXPECT_EQ(cv::countNonZero(open != 1), 0);
  protectLids(shut, templateFace(2), asItIs);
  for (const cv::Point eye : {cv::Point(193, 240), cv::Point(319, 240)})
    EXPECT_LT(shut.at<double>(eye), 0.05);
  EXPECT_GT(shut.at<double>(371, 256), 0.99);  // the mouth
  EXPECT_GT(shut.at<double>(314, 256), 0.99);  // the nose
}

TEST(PasteFace, TakesAsMuchOfTheFaceAsItsStrengthSays) {
  const cv::Mat background(300, 400, CV_8UC3, cv::Scalar::all(100)),
      face(512, 512, CV_8UC3, cv::Scalar::all(200));
  const cv::Mat parts(512, 512, CV_64F, cv::Scalar(1));
  const cv::Matx23d paste(0.5, 0, 60, 0, 0.5, 20);
  const auto middle = [&](double strength) {
    return int(pasteFace(background, face, paste, 1, parts, strength).at<cv::Vec3b>(148, 188)[0]);
  };
  EXPECT_EQ(middle(0), 100);
  EXPECT_NEAR(middle(0.5), 150, 1);
  EXPECT_NEAR(middle(1), 200, 1);
  EXPECT_EQ(pasteFace(background, face, paste, 1, parts, 1).at<cv::Vec3b>(5, 5), cv::Vec3b(100, 100, 100));
}

TEST(EnhancedRenderer, SaysHowToGetThePackThatItNeeds) {
  const test::TemporaryFolder nobodysData;
  setenv("XDG_DATA_HOME", nobodysData.path().c_str(), 1);
  const Error error = test::errorOf([] { FaceRestorer restorer("cpu"); });
  EXPECT_EQ(error.code(), ErrorCode::packMissing);
  EXPECT_THAT(error.remedy(), HasSubstr("orator packs download gfpgan"));
}

}  // namespace
}  // namespace orator::render::restore
