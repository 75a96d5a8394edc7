#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "core/face/face_mesh.h"
#include "core/render/mesh/mesh_renderer.h"
#include "core/render/mesh/motion_limits.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::render::mesh {
namespace {

using motion::CoefficientRow;
constexpr int kYaw = motion::kAngleColumn + 1, kPitch = motion::kAngleColumn;

std::shared_ptr<face::Portrait> portrait() {
  return std::make_shared<face::Portrait>(*test::syntheticPortrait());
}

cv::Mat shown(const std::shared_ptr<const face::Portrait>& portrait, const CoefficientRow& row) {
  motion::MotionTrack track;
  track.source = test::sourceRow(*portrait);
  track.rows = {row};
  cv::Mat frame;
  makeMeshRenderer(portrait, {})->render(track, {0, 1}, [&](auto, cv::Mat rgb) { frame = rgb; }, {});
  return frame;
}

cv::Mat opened(const std::shared_ptr<const face::Portrait>& portrait) {
  auto row = test::sourceRow(*portrait);
  row[0] += 0.8f;  // jaw_open
  return shown(portrait, row);
}

int darkAroundTheMouth(const face::Portrait& portrait, const cv::Mat& frame) {
  const auto &lip = portrait.landmarks.points[face::kUpperLipMiddle],
             &chin = portrait.landmarks.points[face::kChin];
  int dark = 0;
  for (int y = int(lip.y); y < int(chin.y); ++y) {
    const auto& pixel = frame.at<cv::Vec3b>(y, int(lip.x));
    dark += pixel[0] < 90;
  }
  return dark;
}

TEST(MotionLimits, LeaveAPlainPortraitAloneToTheBit) {
  CoefficientRow source{}, row{};
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = 0.1f + float(i) * 0.013f;
  face::PortraitQuality quality;
  quality.yawDegrees = -12;
  quality.pitchDegrees = 10;
  EXPECT_EQ(MotionLimits(quality).applied(source, row), row);
  EXPECT_EQ(MotionLimits(quality).expression(), 1);
}

TEST(MotionLimits, TurnAndNodLessTheFartherThePortraitIsTurned) {
  CoefficientRow source{}, row{};
  row[kYaw] = 0.1f, row[kPitch] = 0.1f;  // back to the front
  float last = 0.1f;
  for (const float yaw : {-15.f, -25.f, -35.f, -45.f, -52.f}) {
    face::PortraitQuality quality;
    quality.yawDegrees = yaw;
    const CoefficientRow limited = MotionLimits(quality).applied(source, row);
    EXPECT_LE(limited[kYaw], last);
    EXPECT_LE(limited[kPitch], 0.1f);
    last = limited[kYaw];
  }
  EXPECT_EQ(last, 0);
}

TEST(MotionLimits, NeverTurnFurtherIntoTheHiddenSide) {
  for (const float side : {-1.f, 1.f}) {
    face::PortraitQuality quality;
    quality.yawDegrees = 30 * side;
    CoefficientRow source{}, row{};
    row[kYaw] = 0.3f * side;
    EXPECT_LT(std::abs(MotionLimits(quality).applied(source, row)[kYaw]), 0.01f);
    row[kYaw] = -0.1f * side;
    EXPECT_GT(std::abs(MotionLimits(quality).applied(source, row)[kYaw]), 0.03f);
  }
}

TEST(MotionLimits, MoveLessWhereTheBordersCutTheHead) {
  face::PortraitQuality quality;
  quality.cut = {1, 0, 0, 0};
  CoefficientRow source{}, row{};
  row[kYaw] = 0.2f;
  EXPECT_LT(MotionLimits(quality).applied(source, row)[kYaw], 0.1f);
}

TEST(UnusualPortrait, MovesClothBeforeTheMouthWithoutAnOpening) {
  const auto seen = portrait(), hidden = portrait();
  hidden->quality.lipsVisible = 0;
  EXPECT_GT(darkAroundTheMouth(*seen, opened(seen)), 5);
  const cv::Mat frame = opened(hidden);
  EXPECT_EQ(darkAroundTheMouth(*hidden, frame), darkAroundTheMouth(*hidden, hidden->rgb));
  EXPECT_GT(cv::norm(frame, hidden->rgb, cv::NORM_L1), 0) << "the jaw moves";
}

TEST(UnusualPortrait, BlinksOnTheSeenEyeOnly) {
  const auto one = portrait();
  one->quality.eyesVisible[0] = 0;
  auto row = test::sourceRow(*one);
  for (int i = 0; i < face::kExpressionCount; ++i) row[i] += one->model->blink[i];
  const cv::Mat frame = shown(one, row);
  const auto middle = [&](int upper, int lower) {
    const auto &a = one->landmarks.points[upper], &b = one->landmarks.points[lower];
    return frame.at<cv::Vec3b>(cvRound((a.y + b.y) / 2), cvRound((a.x + b.x) / 2));
  };
  EXPECT_LT(middle(159, 145)[0], 60) << "the iris of the eye that is not seen stays";
  EXPECT_GT(middle(386, 374)[0], 120) << "a lid";
}

TEST(UnusualPortrait, LeavesAnotherPersonStill) {
  const auto two = portrait();
  face::FaceLandmarks neighbour = two->landmarks;
  for (auto& p : neighbour.points) p.x += 175;
  two->faces.push_back(neighbour);
  two->matte = cv::Mat(two->rgb.size(), CV_8UC1, cv::Scalar(255));  // one matte of both
  auto row = test::sourceRow(*two);
  row[kYaw] += 0.2f;
  const cv::Mat frame = shown(two, row);
  const cv::Rect theirs(290, 100, 70, 180), own(150, 180, 30, 30);
  EXPECT_EQ(cv::norm(frame(theirs), two->rgb(theirs), cv::NORM_INF), 0);
  EXPECT_GT(cv::norm(frame(own), two->rgb(own), cv::NORM_L1), 0);
}

TEST(UnusualPortrait, KeepsAStraightInnerFrameStraight) {
  const auto framed = portrait();
  const cv::Rect frame(70, 40, 220, 300);
  cv::Mat bars(framed->rgb.size(), CV_8UC3, cv::Scalar(17, 17, 17));
  framed->rgb(frame).copyTo(bars(frame));
  framed->rgb = bars;
  framed->matte.setTo(255);
  framed->quality.innerFrame = frame;
  auto row = test::sourceRow(*framed);
  row[kYaw] += 0.2f, row[kPitch] += 0.1f;
  const cv::Mat moved = shown(framed, row);
  cv::Mat outside(moved.size(), CV_8UC1, cv::Scalar(255)), difference;
  outside(frame).setTo(0);
  cv::absdiff(moved, bars, difference);
  EXPECT_EQ(cv::norm(moved, bars, cv::NORM_INF, outside), 0);
  EXPECT_GT(cv::norm(difference(cv::Rect(150, 180, 30, 30)), cv::NORM_L1), 0);
}

TEST(UnusualPortrait, DrawsNoHumanTeethIntoTheMouthOfAnAnimal) {
  const auto human = portrait(), animal = portrait();
  animal->quality.kind = face::PictureKind::animal;
  const cv::Mat difference = opened(human) - opened(animal);
  EXPECT_GT(cv::norm(difference, cv::NORM_INF), 100) << "teeth";
}

}  // namespace
}  // namespace orator::render::mesh
