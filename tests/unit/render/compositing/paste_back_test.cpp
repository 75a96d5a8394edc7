#include "core/render/compositing/paste_back.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>

#include "core/base/error.h"
#include "tests/unit/render/compositing/scene.h"

namespace orator::render {
namespace {

using test::largestDifference;

const cv::Size kSize(400, 420);
constexpr int kSide = 250;

class SoftPaste : public testing::Test {
 protected:
  const cv::Mat portrait = test::drawnBust(kSize);
  const cv::Rect box = test::boxOfBust(kSize, kSide);
  const PasteBack paste{portrait, box, test::guideOfBust(kSize)};
};

TEST_F(SoftPaste, OfTheUnchangedCropGivesThePortrait) {
  EXPECT_LE(largestDifference(paste.paste(portrait(box)), portrait), 1);
}

TEST_F(SoftPaste, OfABrighterCropGivesThePortrait) {
  for (const cv::Scalar& offset : {cv::Scalar(20, 20, 20), cv::Scalar(-15, 0, 10)})
    EXPECT_LE(largestDifference(paste.paste(portrait(box) + offset), portrait), 1) << offset;
}

TEST_F(SoftPaste, OfACropWithASlopeOfLightGivesThePortrait) {
  cv::Mat lit = portrait(box).clone();
  for (int y = 0; y < lit.rows; ++y)
    for (int x = 0; x < lit.cols; ++x) lit.at<cv::Vec3b>(y, x) += cv::Vec3b::all(uchar(12 * x / lit.cols));
  EXPECT_LE(largestDifference(paste.paste(lit), portrait), 2);
}

TEST_F(SoftPaste, TouchesTheBoxAlone) {
  const cv::Mat pasted = paste.paste(cv::Mat(kSide, kSide, CV_8UC3, cv::Scalar(255, 0, 0)));
  cv::Mat outside(kSize, CV_8UC1, cv::Scalar(255));
  outside(box).setTo(0);
  EXPECT_EQ(cv::norm(pasted, portrait, cv::NORM_INF, outside), 0);
  EXPECT_GT(largestDifference(pasted, portrait), 50);
}

TEST_F(SoftPaste, ShowsTheHeadWhereTheFrameHasIt) {
  const cv::Mat moved = test::drawnBust(kSize, {8, 3});
  const cv::Mat pasted = paste.paste(moved(box));
  const cv::Rect face(160, 110, 80, 110);
  EXPECT_LE(largestDifference(pasted(face), moved(face)), 3);
}

/// What users complain about: the box's edge showing as a line across neck and shoulders.
TEST_F(SoftPaste, HasNoSeamWhereTheShouldersMove) {
  const cv::Mat frame = test::drawnBust(kSize, {6, 0}, {10, 4})(box);
  // The change just inside the edge is the step at the edge, as nothing changes outside.
  const int row = box.br().y - 6;
  const auto step = [&](const cv::Mat& pasted) {
    return cv::norm(pasted.row(row), portrait.row(row), cv::NORM_INF);
  };
  const double published = step(PasteBack(portrait, box, {}, PasteStyle::published).paste(frame));
  EXPECT_GT(published, 35);
  EXPECT_LE(step(paste.paste(frame)), 4);
}

TEST_F(SoftPaste, KeepsTheColourOfTheFaceWhileTheShouldersMove) {
  const cv::Rect cheek(180, 160, 40, 30);
  const cv::Scalar still = cv::mean(portrait(cheek));
  for (const int shift : {-10, -4, 5, 12}) {
    const cv::Scalar now = cv::mean(paste.paste(test::drawnBust(kSize, {}, {shift, 0})(box))(cheek));
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(now[c], still[c], 1) << "shoulders moved by " << shift;
  }
}

TEST_F(SoftPaste, DoesNotAmplifyNoiseFromFrameToFrame) {
  cv::RNG random(7);
  cv::Mat noise(kSide, 3 * kSide, CV_16SC1),
      frame;  // OpenCV 4.6 reads past its parameters for several channels
  cv::Scalar given = 0, got = 0;
  for (int i = 0; i < 4; ++i) {
    random.fill(noise, cv::RNG::NORMAL, 0, 4);
    cv::add(portrait(box), noise.reshape(3), frame, cv::noArray(), CV_8UC3);
    const cv::Mat pasted = paste.paste(frame)(box);
    cv::Mat before, after;
    cv::absdiff(frame, portrait(box), before);
    cv::absdiff(pasted, portrait(box), after);
    given += cv::mean(before);
    got += cv::mean(after);
    // Nothing slow either: no region may brighten as a whole.
    cv::Mat low, was;
    cv::blur(pasted, low, {31, 31});
    cv::blur(portrait(box), was, {31, 31});
    EXPECT_LE(largestDifference(low, was), 1);
  }
  for (int c = 0; c < 3; ++c) EXPECT_LE(got[c], given[c]);
}

TEST_F(SoftPaste, GivesTheSamePictureForTheSameFrame) {
  const cv::Mat frame = test::drawnBust(kSize, {5, 5}, {3, 0})(box).clone();
  const cv::Mat first = paste.paste(frame);
  paste.paste(test::drawnBust(kSize, {-9, 0})(box));
  EXPECT_EQ(largestDifference(paste.paste(frame), first), 0);
  cv::Mat reused = portrait.clone();
  paste.pasteInto(test::drawnBust(kSize, {-9, 0})(box), reused);
  paste.pasteInto(frame, reused);
  EXPECT_EQ(largestDifference(reused, first), 0);
}

TEST_F(SoftPaste, TakesFramesOfAnySize) {
  for (const int side : {128, 256, 512}) {
    cv::Mat frame;
    cv::resize(portrait(box), frame, {side, side}, 0, 0, side < kSide ? cv::INTER_AREA : cv::INTER_CUBIC);
    cv::Mat change;
    cv::absdiff(paste.paste(frame), portrait, change);
    EXPECT_LT(cv::mean(change)[0], 0.5) << side;
  }
}

TEST(PasteBack, FadesOnlyTowardsEdgesInsideThePortrait) {
  const cv::Mat portrait = test::drawnBust({200, 200});
  const PasteBack whole(portrait, {-20, -10, 240, 240});
  EXPECT_EQ(whole.region(), cv::Rect(0, 0, 200, 200));
  double least = 0;
  cv::minMaxLoc(whole.weight(), &least);
  EXPECT_NEAR(least, 1, 1e-5);

  const PasteBack top(portrait, {20, -10, 160, 160});
  const cv::Mat1f weight = top.weight();
  EXPECT_NEAR(weight(0, weight.cols / 2), 1, 1e-3) << "the picture ends there";
  EXPECT_EQ(weight(weight.rows - 1, weight.cols / 2), 0);
  EXPECT_EQ(weight(weight.rows / 2, 0), 0);
}

TEST(PasteBack, ShowsHairOnceWhereItComesNearTheEdge) {
  const cv::Rect box(10, 10, 180, 180);
  PasteGuide guide{cv::Mat::zeros(200, 200, CV_8UC1), {{80, 70}, {130, 70}, {130, 140}, {80, 140}}};
  const int rim = box.br().x - box.width / 10;
  cv::rectangle(guide.matte, cv::Rect(60, 30, rim - 60, 60), 255, cv::FILLED);
  const PasteBack paste(test::drawnBust({200, 200}), box, guide);
  EXPECT_GT(paste.weight().at<float>(cv::Point(rim, 60) - box.tl()), 0.95f);
}

TEST(PasteBack, WorksWithoutKnowingThePerson) {
  const cv::Mat portrait = test::drawnBust(kSize);
  const cv::Rect box = test::boxOfBust(kSize, kSide);
  const PasteBack paste(portrait, box);
  EXPECT_LE(largestDifference(paste.paste(portrait(box) + cv::Scalar::all(20)), portrait), 1);
  EXPECT_GT(paste.weight().at<float>(kSide / 2, kSide / 2), 0.99f);
}

TEST(PasteBack, PublishedStyleEqualsSeamlessCloneOfTheWholeBox) {
  const cv::Mat portrait = test::drawnBust(kSize);
  const cv::Rect box = test::boxOfBust(kSize, 150);
  const cv::Mat frame = test::drawnBust(kSize, {4, 2}, {5, 0})(box) + cv::Scalar(15, 5, -5);
  cv::Mat expected;
  cv::seamlessClone(frame, portrait, cv::Mat(frame.size(), CV_8UC1, cv::Scalar(255)),
                    (box.tl() + box.br()) / 2, expected, cv::NORMAL_CLONE);
  const cv::Mat ours = PasteBack(portrait, box, {}, PasteStyle::published).paste(frame);
  EXPECT_LE(largestDifference(ours, expected), 1);
}

TEST(PasteBack, RefusesABoxThatHardlyTouchesThePortrait) {
  const cv::Mat portrait = test::drawnBust({100, 100});
  for (const cv::Rect box : {cv::Rect(90, 0, 50, 50), cv::Rect(200, 200, 50, 50), cv::Rect(0, 0, 8, 8)}) try {
      PasteBack paste(portrait, box);
      FAIL() << box;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::invalidArgument);
    }
}

}  // namespace
}  // namespace orator::render
