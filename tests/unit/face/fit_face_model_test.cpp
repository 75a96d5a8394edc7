#include <gtest/gtest.h>

#include <random>

#include "core/face/expression_names.h"
#include "core/face/face_model.h"
#include "tests/support/studio_pack.h"

namespace orator::face {
namespace {

using test::studioFaceModel;

std::vector<cv::Vec3f> placed(const FaceFit& fit) {
  const cv::Matx33f rotation = rotationMatrix(fit.pose.anglesRadians);
  std::vector<cv::Vec3f> points;
  for (const cv::Point3f& p : studioFaceModel().shape(fit.identity, fit.expression))
    points.push_back(rotation * cv::Vec3f(p.x, p.y, p.z) + fit.pose.translation);
  return points;
}

FaceLandmarks landmarksOf(const FaceFit& fit) {
  FaceLandmarks landmarks;
  const auto points = placed(fit);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& q = points[i];
    const cv::Point2f p = fit.camera.project({q[0], q[1], q[2]});
    landmarks.points[i] = {p.x, p.y, -q[2] * fit.camera.focalPixels / 10};
  }
  return landmarks;
}

/// A person with a long face who looks to the side with an open mouth and one eye closed.
FaceFit somebody() {
  FaceFit fit;
  fit.identity.assign(std::size_t(studioFaceModel().identity.rows), 0.f);
  fit.identity[0] = 0.6f;
  fit.identity[4] = -0.8f;
  fit.identity[13] = 0.5f;
  fit.expression[kJawOpen] = 0.7f;
  fit.expression[kBlinkLeft] = 0.9f;
  fit.expression[kMouthSmileRight] = 0.5f;
  fit.pose.anglesRadians = {0.1f, -0.3f, 0.15f};
  fit.camera = {2600, {420, 380}};
  return fit;
}

TEST(FitFaceModel, RecoversPoseCameraAndExpression) {
  const FaceFit truth = somebody();
  const FaceFit fit = fitFaceModel(studioFaceModel(), landmarksOf(truth), {900, 800});
  EXPECT_LT(fit.residualPixels, 1.5);
  EXPECT_LT(cv::norm(fit.pose.anglesRadians - truth.pose.anglesRadians), 0.06);
  EXPECT_NEAR(fit.camera.focalPixels, truth.camera.focalPixels, 0.05f * truth.camera.focalPixels);
  EXPECT_EQ(cv::norm(fit.pose.translation), 0);
  EXPECT_NEAR(fit.expression[kJawOpen], 0.7f, 0.15f);
  EXPECT_NEAR(fit.expression[kBlinkLeft], 0.9f, 0.15f);
  EXPECT_NEAR(fit.expression[kBlinkRight], 0.f, 0.15f);
  EXPECT_GT(fit.expression[kMouthSmileRight], fit.expression[kMouthSmileLeft] + 0.2f);
}

TEST(FitFaceModel, FindsTheMeanFaceAtRest) {
  FaceFit truth;
  truth.identity.assign(std::size_t(studioFaceModel().identity.rows), 0.f);
  truth.camera = {1500, {200, 210}};
  const FaceFit fit = fitFaceModel(studioFaceModel(), landmarksOf(truth), {400, 400});
  EXPECT_LT(fit.residualPixels, 0.05);
  for (const float value : fit.expression) EXPECT_NEAR(value, 0, 0.02);
  for (const float value : fit.identity) EXPECT_NEAR(value, 0, 0.02);
}

TEST(FitFaceModel, KeepsThePersonOnVideoAndFollowsTheHead) {
  const FaceFit person = somebody();
  FaceFit frame = person;
  frame.pose = {{-0.1f, 0.25f, -0.05f}, {0.3f, -0.2f, 0.4f}};
  frame.expression = {};
  frame.expression[kJawOpen] = 0.3f;
  const FaceFit fit = fitFaceModel(studioFaceModel(), landmarksOf(frame), {900, 800}, &person);
  EXPECT_EQ(fit.identity, person.identity);
  EXPECT_EQ(fit.camera.focalPixels, person.camera.focalPixels);
  EXPECT_LT(fit.residualPixels, 0.5);
  EXPECT_LT(cv::norm(fit.pose.anglesRadians - frame.pose.anglesRadians), 0.03);
  EXPECT_LT(cv::norm(fit.pose.translation - frame.pose.translation), 0.08);
  EXPECT_NEAR(fit.expression[kJawOpen], 0.3f, 0.08f);
  EXPECT_NEAR(fit.expression[kBlinkLeft], 0.f, 0.08f);
}

TEST(FitFaceModel, ToleratesLandmarksThatAreFarOff) {
  const FaceFit truth = somebody();
  FaceLandmarks landmarks = landmarksOf(truth);
  for (int i = 0; i < kLandmarkCount; i += 25) landmarks.points[std::size_t(i)] += cv::Point3f(60, -45, 0);
  const FaceFit fit = fitFaceModel(studioFaceModel(), landmarks, {900, 800});
  EXPECT_LT(cv::norm(fit.pose.anglesRadians - truth.pose.anglesRadians), 0.1);
  EXPECT_NEAR(fit.camera.focalPixels, truth.camera.focalPixels, 0.07f * truth.camera.focalPixels);
}

TEST(FitFaceModel, KeepsExpressionsWithinTheirRangeWhateverTheLandmarks) {
  FaceLandmarks landmarks = landmarksOf(somebody());
  std::mt19937 random(7);
  std::normal_distribution<float> noise(0, 12);
  for (auto& p : landmarks.points) p += cv::Point3f(noise(random), noise(random), noise(random));
  const FaceFit fit = fitFaceModel(studioFaceModel(), landmarks, {900, 800});
  for (std::size_t k = 0; k < kExpressionCount; ++k) {
    EXPECT_GE(fit.expression[k], studioFaceModel().expressionMinimum[k]);
    EXPECT_LE(fit.expression[k], studioFaceModel().expressionMaximum[k]);
  }
}

}  // namespace
}  // namespace orator::face
