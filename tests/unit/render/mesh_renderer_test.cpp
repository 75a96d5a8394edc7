#include "core/render/mesh/mesh_renderer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/base/parallel.h"
#include "core/face/expression_names.h"
#include "core/face/face_mesh.h"
#include "core/render/framing.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::render::mesh {
namespace {

using motion::CoefficientRow;

cv::Mat renderRow(const std::shared_ptr<const face::Portrait>& portrait, const CoefficientRow& row,
                  int side = 0) {
  motion::MotionTrack track;
  track.source = test::sourceRow(*portrait);
  track.rows = {row};
  cv::Mat frame;
  makeMeshRenderer(portrait, {.outputSide = side})
      ->render(track, {0, 1}, [&](auto, cv::Mat rgb) { frame = rgb; }, {});
  return frame;
}

TEST(MeshRenderer, ShowsThePortraitToTheBitAtRest) {
  const auto portrait = test::syntheticPortrait();
  EXPECT_EQ(cv::norm(renderRow(portrait, test::sourceRow(*portrait)), portrait->rgb, cv::NORM_INF), 0);
}

TEST(MeshRenderer, DrawsFramesOnSeveralThreadsAsEachAlone) {
  const auto portrait = test::syntheticPortrait();
  motion::MotionTrack track;
  track.source = test::sourceRow(*portrait);
  for (int i = 0; i < 11; ++i) {
    track.rows.push_back(track.source);
    track.rows.back()[0] += 0.1f * float(i);
    track.rows.back()[motion::kAngleColumn + 1] += 0.01f * float(i);
  }
  const auto framesOf = [&](int threads, FrameRange range) {
    setThreadCount(threads);
    std::vector<cv::Mat> frames;
    makeMeshRenderer(portrait, {})
        ->render(track, range, [&](std::int64_t, cv::Mat rgb) { frames.push_back(std::move(rgb)); }, {});
    setThreadCount(0);
    return frames;
  };
  const auto together = framesOf(4, {0, 11});
  ASSERT_EQ(together.size(), 11u);
  for (std::int64_t i = 0; i < 11; ++i)
    EXPECT_EQ(cv::norm(together[std::size_t(i)], framesOf(1, {i, i + 1}).front(), cv::NORM_INF), 0) << i;
}

TEST(MeshRenderer, StaysContinuousAroundTheRestPose) {
  const auto portrait = test::syntheticPortrait();
  auto row = test::sourceRow(*portrait);
  row[motion::kAngleColumn + 1] += 1e-5f;
  row[0] += 1e-5f;
  EXPECT_LE(cv::norm(renderRow(portrait, row), portrait->rgb, cv::NORM_INF), 3);
}

TEST(MeshRenderer, KeepsTheBackgroundAndTheShouldersStillWhileTheHeadTurns) {
  const auto portrait = test::syntheticPortrait();
  auto row = test::sourceRow(*portrait);
  row[motion::kAngleColumn + 1] += 0.15f;
  const cv::Mat frame = renderRow(portrait, row);
  EXPECT_GT(cv::norm(frame, portrait->rgb, cv::NORM_L1), 0);
  const cv::Size size = frame.size();
  const cv::Rect left(0, 0, size.width / 12, size.height),
      shoulders(0, size.height * 15 / 16, size.width, size.height / 16);
  EXPECT_EQ(cv::norm(frame(left), portrait->rgb(left), cv::NORM_INF), 0);
  EXPECT_EQ(cv::norm(frame(shoulders), portrait->rgb(shoulders), cv::NORM_INF), 0);
}

TEST(MeshRenderer, BendsTheNeckAboveTheLowerBorderOfThePicture) {
  auto portrait = std::make_shared<face::Portrait>(*test::syntheticPortrait());
  const auto &chin = portrait->landmarks.points[face::kChin],
             &forehead = portrait->landmarks.points[face::kForeheadTop];
  const cv::Rect shown(0, 0, portrait->rgb.cols, cvRound(chin.y + 0.3f * (chin.y - forehead.y)));
  portrait->rgb = portrait->rgb(shown).clone();
  portrait->matte = portrait->matte(shown).clone();
  auto row = test::sourceRow(*portrait);
  row[motion::kTranslationColumn + 1] += 0.1f;
  const cv::Mat frame = renderRow(portrait, row);
  EXPECT_GT(cv::norm(frame, portrait->rgb, cv::NORM_L1), 0);
  EXPECT_LE(cv::norm(frame.row(shown.height - 1), portrait->rgb.row(shown.height - 1), cv::NORM_INF), 3);
}

TEST(MeshRenderer, HoldsHairThatThePictureCutsOffAtItsBorder) {
  auto portrait = std::make_shared<face::Portrait>(*test::syntheticPortrait());
  portrait->rgb = portrait->rgb.clone();
  portrait->matte = portrait->matte.clone();
  const cv::Rect hair(0, 120, 100, 140);
  cv::Mat strands = portrait->rgb(hair);
  for (int x = 0; x < hair.width; ++x) strands.col(x).setTo(cv::Scalar::all(60 + 60 * std::sin(0.4 * x)));
  portrait->matte(hair).setTo(255);
  auto row = test::sourceRow(*portrait);
  row[motion::kTranslationColumn] += 0.15f;
  const cv::Mat frame = renderRow(portrait, row);
  // Nothing streaks: the border's strands are where they were.
  const cv::Rect border(0, 180, 1, 30), face(150, 180, 30, 30);
  EXPECT_LE(cv::norm(frame(border), portrait->rgb(border), cv::NORM_INF), 8);
  EXPECT_GT(cv::norm(frame(face), portrait->rgb(face), cv::NORM_L1), 0);
}

TEST(MeshRenderer, ClosesBothEyesOnAFullBlink) {
  const auto portrait = test::syntheticPortrait();
  auto row = test::sourceRow(*portrait);
  for (int i = 0; i < face::kExpressionCount; ++i) row[i] += portrait->model->blink[i];
  const cv::Mat frame = renderRow(portrait, row);
  // The synthetic eye is white with a black iris on skin: a closed lid shows neither.
  for (const auto& [upper, lower] : {std::pair{159, 145}, std::pair{386, 374}}) {
    const auto& a = portrait->landmarks.points[upper];
    const auto& b = portrait->landmarks.points[lower];
    const auto pixel = frame.at<cv::Vec3b>(cvRound((a.y + b.y) / 2), cvRound((a.x + b.x) / 2));
    EXPECT_GT(pixel[0], 120);
    EXPECT_LT(pixel[2], 180);
  }
}

/// Where the dark of an eye lies, pixels.
cv::Point2d pupilOf(const cv::Mat& frame, const face::Portrait& portrait, const face::EyeLines& eye) {
  std::vector<cv::Point2f> lids;
  for (const auto* line : {&eye.upper, &eye.lower})
    for (const int vertex : *line) {
      const auto& p = portrait.landmarks.points[std::size_t(vertex)];
      lids.emplace_back(p.x, p.y);
    }
  cv::Mat grey;
  cv::cvtColor(frame(cv::boundingRect(lids)), grey, cv::COLOR_RGB2GRAY);
  const cv::Moments dark = cv::moments(cv::Mat(grey < 90), true);
  return {dark.m10 / dark.m00, dark.m01 / dark.m00};
}

TEST(MeshRenderer, MovesThePupilsInsideTheLids) {
  const auto portrait = test::syntheticPortrait();
  const auto source = test::sourceRow(*portrait);
  const auto looking = [&](float right) {
    auto row = source;
    row[face::kGazeHorizontal] += right;
    return renderRow(portrait, row);
  };
  const cv::Mat left = looking(-0.6f), right = looking(0.6f);
  cv::Mat mayMove(portrait->rgb.size(), CV_8UC1, cv::Scalar(0));
  for (const face::EyeLines& eye : face::kEyes) {
    const auto rest = pupilOf(portrait->rgb, *portrait, eye);
    EXPECT_GT(pupilOf(right, *portrait, eye).x, rest.x + 1.2);
    EXPECT_LT(pupilOf(left, *portrait, eye).x, rest.x - 1.2);
    EXPECT_NEAR(pupilOf(right, *portrait, eye).y, rest.y, 0.7);
    std::vector<cv::Point> outline;
    for (const int vertex : eye.upper)
      outline.emplace_back(portrait->landmarks.points[vertex].x, portrait->landmarks.points[vertex].y);
    for (auto vertex = eye.lower.rbegin(); vertex != eye.lower.rend(); ++vertex)
      outline.emplace_back(portrait->landmarks.points[*vertex].x, portrait->landmarks.points[*vertex].y);
    cv::fillPoly(mayMove, std::vector{outline}, 255);
  }
  // Skin beside the eyes stays, to the rounding of its sampling.
  cv::dilate(mayMove, mayMove, cv::Mat::ones(5, 5, CV_8U));
  cv::Mat difference;
  cv::absdiff(right, portrait->rgb, difference);
  difference.setTo(0, mayMove);
  EXPECT_LE(cv::norm(difference, cv::NORM_INF), 2);
}

TEST(MeshRenderer, APupilComesBackWithoutATrace) {
  const auto portrait = test::syntheticPortrait();
  auto row = test::sourceRow(*portrait);
  row[face::kGazeHorizontal] += 1e-4f;
  EXPECT_LE(cv::norm(renderRow(portrait, row), portrait->rgb, cv::NORM_INF), 2);
}

constexpr int kJawOpen = 0;

int rowsOfTeeth(const face::Portrait& portrait, const cv::Mat& picture, int white) {
  const auto &up = portrait.landmarks.points[face::kUpperLipMiddle], &low = portrait.landmarks.points[14];
  int count = 0;
  for (int y = cvRound(up.y) + 1; y < cvRound(low.y) + 12; ++y) {
    const auto pixel = picture.at<cv::Vec3b>(y, cvRound(up.x) + 3);
    count += pixel[1] > white && pixel[2] > white;
  }
  return count;
}

TEST(MeshRenderer, KeepsThePortraitsOwnTeethAndDrawsNoOthers) {
  const auto portrait = test::openMouthed(0.6f, {250, 250, 250});
  auto row = test::sourceRow(*portrait);
  row[kJawOpen] += 0.5f;
  EXPECT_GE(rowsOfTeeth(*portrait, portrait->rgb, 170), 3);
  EXPECT_NEAR(rowsOfTeeth(*portrait, renderRow(portrait, row), 170),
              rowsOfTeeth(*portrait, portrait->rgb, 170), 1);
}

TEST(MeshRenderer, OpensLipsThatAreJustPartedToAWholeMouth) {
  const auto portrait = test::openMouthed(0.22f, {90, 30, 30});
  auto row = test::sourceRow(*portrait);
  EXPECT_EQ(cv::norm(renderRow(portrait, row), portrait->rgb, cv::NORM_INF), 0);
  EXPECT_EQ(rowsOfTeeth(*portrait, portrait->rgb, 145), 0);
  row[kJawOpen] += 0.6f;
  EXPECT_GE(rowsOfTeeth(*portrait, renderRow(portrait, row), 145), 2);
}

TEST(MeshRenderer, ShowsTheHeadAloneWhereACropAsksForIt) {
  const auto portrait = test::syntheticPortrait();
  motion::MotionTrack track;
  track.source = test::sourceRow(*portrait);
  track.rows = {track.source};
  int last = 0;
  for (const CropMode mode : {CropMode::crop, CropMode::extcrop, CropMode::full}) {
    cv::Mat frame;
    makeMeshRenderer(portrait, {.cropMode = mode})
        ->render(track, {0, 1}, [&](auto, cv::Mat rgb) { frame = rgb; }, {});
    EXPECT_EQ(frame.size(), shownPart(*portrait, mode).size());
    EXPECT_GT(frame.size().area(), last);
    last = frame.size().area();
    // Its pixels are those of the portrait.
    cv::Mat differences;
    cv::matchTemplate(portrait->rgb, frame, differences, cv::TM_SQDIFF);
    double least;
    cv::minMaxLoc(differences, &least);
    EXPECT_LT(least, 1) << int(mode);
  }
}

TEST(MeshRenderer, ScalesToTheOutputSideAndKeepsTheShape) {
  const auto portrait = test::syntheticPortrait();
  const cv::Mat frame = renderRow(portrait, test::sourceRow(*portrait), 256);
  EXPECT_EQ(std::max(frame.cols, frame.rows), 256);
  EXPECT_NEAR(double(frame.cols) / frame.rows, double(portrait->rgb.cols) / portrait->rgb.rows, 0.01);
}

TEST(MeshRenderer, RefusesASizeOutOfRange) {
  EXPECT_THROW(makeMeshRenderer(test::syntheticPortrait(), {.outputSide = 100000}), Error);
}

TEST(MeshRenderer, SurvivesRowsFarOutsideWhatFacesDo) {
  const auto portrait = test::syntheticPortrait();
  for (const float extreme : {-8.f, 8.f}) {
    CoefficientRow row;
    row.fill(extreme);
    const cv::Mat frame = renderRow(portrait, row);
    EXPECT_EQ(frame.size(), portrait->rgb.size());
  }
}

}  // namespace
}  // namespace orator::render::mesh
