#include "core/words/caption_painter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace orator::words {
namespace {

const cv::Size kFilm(640, 360);

Transcript said(const std::string& text) {
  Transcript transcript = untimed(text, "text");
  transcript.isTimed = true;
  double at = 1;
  for (Word& word : transcript.words) {
    word.beginSeconds = at;
    word.endSeconds = at += 0.5;
  }
  return transcript;
}

cv::Mat painted(CaptionPainter& painter, double seconds, const cv::Scalar& colour = {90, 120, 150}) {
  cv::Mat frame(kFilm, CV_8UC3, colour);
  painter.draw(frame, seconds);
  return frame;
}

/// Where a frame is not of the one colour it had; empty where it is.
cv::Rect changed(const cv::Mat& frame, const cv::Scalar& colour = {90, 120, 150}) {
  cv::Mat same;
  cv::inRange(frame, colour, colour, same);
  return cv::boundingRect(cv::Mat(255 - same));
}

CaptionPainter painterOf(const std::string& text, const CaptionLook& look = {}, cv::Rect mouth = {}) {
  return {said(text), look, kFilm, mouth};
}

TEST(CaptionPainter, DrawsCaptionsWhileTheyAreSaidAtTheLowerEdge) {
  CaptionPainter painter = painterOf("Hello world");
  EXPECT_TRUE(changed(painted(painter, 0.9)).empty());
  const cv::Rect ink = changed(painted(painter, 1.2));
  EXPECT_GT(ink.y, kFilm.height * 0.8);
  EXPECT_LT(ink.br().y, kFilm.height);
  EXPECT_NEAR(ink.x + ink.width / 2, kFilm.width / 2, 6) << "in the middle";
  EXPECT_TRUE(changed(painted(painter, 2.1)).empty());
}

TEST(CaptionPainter, LeavesTheMouthFree) {
  const cv::Rect low(260, 270, 120, 60), high(260, 20, 120, 60);
  for (const cv::Rect mouth : {low, high}) {
    CaptionPainter painter =
        painterOf("Hello world, this goes on for two lines of captions in the film.", {}, mouth);
    EXPECT_EQ(painter.place(), mouth == low ? CaptionPlace::top : CaptionPlace::bottom);
    const cv::Rect ink = changed(painted(painter, 1.2));
    EXPECT_FALSE(ink.empty());
    EXPECT_TRUE((ink & mouth).empty());
  }
  EXPECT_EQ(painterOf("Hello", {.place = CaptionPlace::bottom}, low).place(), CaptionPlace::bottom);
}

TEST(CaptionPainter, ColoursTheWordThatIsSaid) {
  CaptionPainter painter = painterOf("left right", {.style = CaptionStyle::highlight});
  const auto yellow = [&](double seconds) {
    cv::Mat found;
    cv::inRange(painted(painter, seconds), cv::Scalar(230, 180, 0), cv::Scalar(255, 230, 120), found);
    return cv::boundingRect(found);
  };
  EXPECT_LT(yellow(1.2).br().x, kFilm.width / 2 + 10);
  EXPECT_GT(yellow(1.7).x, kFilm.width / 2 - 10);
  EXPECT_EQ(changed(painted(painter, 1.2)), changed(painted(painter, 1.7))) << "nothing moves";
}

TEST(CaptionPainter, DrawsABarBehindAndLettersOfTheSizeThatIsWanted) {
  CaptionPainter bar = painterOf("Hello", {.style = CaptionStyle::box}), plain = painterOf("Hello"),
                 large = painterOf("Hello", {.size = 2});
  const cv::Rect ofBar = changed(painted(bar, 1.2)), ofPlain = changed(painted(plain, 1.2)),
                 ofLarge = changed(painted(large, 1.2));
  EXPECT_GT(ofBar.width, ofPlain.width);
  EXPECT_NEAR(double(ofLarge.height) / ofPlain.height, 2, 0.3);
  const cv::Vec3b corner = painted(bar, 1.2).at<cv::Vec3b>(ofBar.y + ofBar.height / 2, ofBar.x + 4);
  EXPECT_LT(corner[0], 80) << "darker than what it lies on";
}

TEST(CaptionPainter, IsSolidOnTransparentFrames) {
  CaptionPainter painter = painterOf("Hello");
  cv::Mat frame(kFilm, CV_8UC4, cv::Scalar(0, 0, 0, 0));
  painter.draw(frame, 1.2);
  cv::Mat letters, alpha;
  cv::inRange(frame, cv::Scalar(250, 250, 250, 255), cv::Scalar(255, 255, 255, 255), letters);
  EXPECT_GT(cv::countNonZero(letters), 50);
  cv::extractChannel(frame, alpha, 3);
  EXPECT_EQ(alpha.at<uchar>(10, 10), 0);
}

TEST(CaptionPainter, ShowsMarksOfItsLibraryAsTheyAreWritten) {
  CaptionPainter braces = painterOf("{\\b1}a \\N b"), letters = painterOf("xxxxxa xxx b");
  const cv::Rect ink = changed(painted(braces, 1.2)), other = changed(painted(letters, 1.2));
  EXPECT_GT(ink.width, other.width / 2) << "the braces are drawn";
  EXPECT_LT(ink.height, 1.6 * other.height) << "in one line";
}

/// Letters of Arabic join: those that are kept apart take more room.
TEST(CaptionPainter, ShapesScriptsThatJoinTheirLetters) {
  CaptionPainter together = painterOf("سسسسسس"), apart = painterOf("س\u200Cس\u200Cس\u200Cس\u200Cس\u200Cس");
  EXPECT_LT(changed(painted(together, 1.2)).width, 0.9 * changed(painted(apart, 1.2)).width);
  CaptionPainter arabic = painterOf("واحد اثنان", {.style = CaptionStyle::highlight});
  cv::Mat found;
  cv::inRange(painted(arabic, 1.2), cv::Scalar(230, 180, 0), cv::Scalar(255, 230, 120), found);
  EXPECT_GT(cv::boundingRect(found).x, kFilm.width / 2 - 10) << "the first word stands to the right";
}

TEST(CaptionPainter, TellsLettersThatNoFontHas) {
  CaptionPainter painter = painterOf("a\u0378 b\u0378");
  painted(painter, 1.2);
  EXPECT_EQ(painter.missingLetters(), "\u0378");
  CaptionPainter plain = painterOf("plain");
  painted(plain, 1.2);
  EXPECT_EQ(plain.missingLetters(), "");
}

TEST(CaptionPainter, BreaksLinesThatFitNarrowFilms) {
  EXPECT_EQ(rulesFor({1920, 1080}, {}).columns, 42);
  EXPECT_LT(rulesFor({1080, 1920}, {}).columns, 36);
  EXPECT_LT(rulesFor({1080, 1920}, {.size = 2}).columns, 18);
  for (const cv::Size film : {cv::Size(240, 426), {512, 512}, {640, 360}}) {
    CaptionPainter painter(said("Some words that are somewhat longer than the picture is wide, and more."),
                           {}, film, {});
    cv::Mat frame(film, CV_8UC3, cv::Scalar(90, 120, 150));
    painter.draw(frame, 1.2);
    EXPECT_GT(changed(frame).x, 0) << film;
    EXPECT_LT(changed(frame).br().x, film.width) << film;
  }
}

}  // namespace
}  // namespace orator::words
