#include "core/pipeline/scene/scene.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "core/media/film/film_writer.h"
#include "core/media/picture.h"
#include "core/pipeline/scene/backdrop.h"
#include "tests/support/files.h"
#include "tests/support/synthetic_portrait.h"

namespace orator::pipeline {
namespace {

using test::errorOf;

class Scenes : public testing::Test {
 protected:
  cv::Rect whole() const { return {{0, 0}, portrait->rgb.size()}; }
  Layout layout(Aspect aspect, int side = 0, Fit fit = Fit::crop) {
    settings.aspect = aspect;
    settings.fit = fit;
    return layoutOf(settings, *portrait, whole(), side, {25, 1});
  }
  /// The portrait itself as the renderer would draw it for this layout.
  cv::Mat rendered(const Layout& layout) const {
    if (layout.renderSide == 0) return portrait->rgb.clone();
    const double scale = double(layout.renderSide) / std::max(portrait->rgb.cols, portrait->rgb.rows);
    cv::Mat picture;
    cv::resize(portrait->rgb, picture,
               {cvRound(portrait->rgb.cols * scale), cvRound(portrait->rgb.rows * scale)});
    return picture;
  }
  Scene scene(const Layout& layout, cv::Size renderedSize) const {
    return {settings, layout, *portrait, whole(), renderedSize, {25, 1}};
  }
  cv::Rect face() const {
    std::vector<cv::Point2f> points;
    for (const auto& p : portrait->landmarks.points) points.emplace_back(p.x, p.y);
    return cv::boundingRect(points);
  }

  std::shared_ptr<const face::Portrait> portrait = test::syntheticPortrait();
  SceneSettings settings;
  test::TemporaryFolder folder;
};

TEST_F(Scenes, ShowThePortraitAsItIsWhereNothingElseIsAskedFor) {
  const Layout own = layout({});
  EXPECT_TRUE(own.isWhole);
  EXPECT_EQ(own.renderSide, 0);
  Scene plain = scene(own, portrait->rgb.size());
  EXPECT_EQ(plain.size(), portrait->rgb.size());
  EXPECT_EQ(cv::norm(plain.framed(0, portrait->rgb), portrait->rgb, cv::NORM_INF), 0);
}

TEST_F(Scenes, HaveTheSizeOfTheAspectWithEvenSides) {
  EXPECT_EQ(layout({9, 16}, 1920).frame, cv::Size(1080, 1920));
  EXPECT_EQ(layout({16, 9}, 1920).frame, cv::Size(1920, 1080));
  EXPECT_EQ(layout({4, 5}, 1350).frame, cv::Size(1080, 1350));
  EXPECT_EQ(layout({1, 1}, 1080).frame, cv::Size(1080, 1080));
  for (const Aspect aspect : {Aspect{9, 16}, {16, 9}, {7, 5}, {21, 9}}) {
    const cv::Size frame = layout(aspect).frame;
    EXPECT_EQ(frame.width % 2 + frame.height % 2, 0);
    EXPECT_NEAR(double(frame.width) / frame.height, aspect.ratio(), 0.02 * aspect.ratio());
  }
}

TEST_F(Scenes, KnowWhereTheMouthIsInTheFrame) {
  for (const Aspect aspect : {Aspect{}, {9, 16}, {16, 9}}) {
    const Layout here = layout(aspect, 640);
    const cv::Rect mouth = mouthIn(here, *portrait, whole(), here.frame);
    EXPECT_EQ(mouth & cv::Rect({0, 0}, here.frame), mouth);
    const double scale = here.frame.width / here.window.width;
    const cv::Rect2d shownFace = cv::Rect2d(face()) - here.window.tl();
    EXPECT_GT(mouth.y, (shownFace.y + 0.4 * shownFace.height) * scale) << "in the lower half of the face";
    EXPECT_LT(mouth.br().y, shownFace.br().y * scale);
  }
}

TEST_F(Scenes, KeepTheWholeFaceAwayFromTheEdgesInEveryAspect) {
  for (const Aspect aspect : {Aspect{9, 16}, {1, 1}, {4, 5}, {16, 9}, {21, 9}, {1, 3}}) {
    SCOPED_TRACE(std::to_string(aspect.width) + ":" + std::to_string(aspect.height));
    const cv::Rect2d window = layout(aspect).window, shownFace(face());
    EXPECT_EQ((window & shownFace), shownFace);
    EXPECT_GT(shownFace.x - window.x, 0.05 * window.width);
    EXPECT_GT(window.br().x - shownFace.br().x, 0.05 * window.width);
    EXPECT_GT(shownFace.y - window.y, 0.06 * window.height);
    EXPECT_GT(window.br().y - shownFace.br().y, 0.1 * window.height);
  }
}

TEST_F(Scenes, PutCircleAsCircleIntoEveryFrame) {
  // One pixel of the portrait is as wide as it is high, wherever it comes to lie.
  for (const Fit fit : {Fit::crop, Fit::pad})
    for (const Aspect aspect : {Aspect{9, 16}, {16, 9}}) {
      const Layout made = layout(aspect, 640, fit);
      EXPECT_NEAR(made.frame.width / made.window.width, made.frame.height / made.window.height,
                  0.01 * made.frame.width / made.window.width);
    }
}

TEST_F(Scenes, PadAroundTheWholePictureWhereThatIsAskedFor) {
  const Layout made = layout({16, 9}, 640, Fit::pad);
  EXPECT_LE(made.window.x, 0);
  EXPECT_LE(made.window.y, 0);
  EXPECT_GE(made.window.br().x, whole().width);
  EXPECT_GE(made.window.br().y + 1e-9, whole().height);
  settings.behind = Behind::colour;
  settings.behindColour = {10, 200, 30};
  Scene padded = scene(made, rendered(made).size());
  const cv::Mat frame = padded.framed(0, rendered(made));
  ASSERT_EQ(frame.size(), made.frame);
  EXPECT_EQ(frame.at<cv::Vec3b>(180, 4), cv::Vec3b(10, 200, 30));
  EXPECT_NE(frame.at<cv::Vec3b>(180, 320), cv::Vec3b(10, 200, 30));
}

TEST_F(Scenes, PadWithTheBlurredPortraitUnlessToldOtherwise) {
  const Layout made = layout({16, 9}, 640, Fit::pad);
  const cv::Mat frame = scene(made, rendered(made).size()).framed(0, rendered(made));
  const cv::Mat edge = frame.colRange(0, 40);
  cv::Scalar mean, spread;
  cv::meanStdDev(edge, mean, spread);
  EXPECT_GT(mean[0] + mean[1] + mean[2], 30) << "no black bars";
  cv::Mat steps;
  cv::Sobel(edge, steps, CV_16S, 1, 0);
  EXPECT_LT(cv::norm(steps, cv::NORM_INF), 60) << "and no detail that draws the eye";
}

/// A person of one colour, half transparent in one pixel.
cv::Mat person(cv::Size size) {
  cv::Mat picture(size, CV_8UC4, cv::Scalar::all(0));
  cv::rectangle(picture, cv::Rect(size.width / 4, 0, size.width / 2, size.height), {200, 100, 50, 255},
                cv::FILLED);
  picture.at<cv::Vec4b>(0, size.width / 4) = {100, 50, 25, 128};
  return picture;
}

TEST_F(Scenes, GiveTransparentFilmsTheColourOfThePersonWhateverTheAlpha) {
  settings.alpha = render::Transparency::person;
  const cv::Size size = portrait->rgb.size();
  const cv::Mat frame = scene(layout({}), size).framed(0, person(size));
  ASSERT_EQ(frame.type(), CV_8UC4);
  const cv::Vec4b half = frame.at<cv::Vec4b>(0, size.width / 4),
                  beside = frame.at<cv::Vec4b>(50, size.width / 4 - 3);
  EXPECT_EQ(half[3], 128);
  EXPECT_NEAR(half[0], 200, 2);
  EXPECT_NEAR(half[2], 50, 2);
  EXPECT_EQ(beside[3], 0);
  EXPECT_NEAR(beside[0], 200, 3) << "the colour goes on beyond the edge, for codecs that halve it";
}

TEST_F(Scenes, PutAColourOrAPictureBehindThePerson) {
  settings.alpha = render::Transparency::person;
  settings.behind = Behind::colour;
  settings.behindColour = {0, 177, 64};
  const cv::Size size = portrait->rgb.size();
  const cv::Mat green = scene(layout({}), size).framed(0, person(size));
  ASSERT_EQ(green.type(), CV_8UC3);
  EXPECT_EQ(green.at<cv::Vec3b>(50, 3), cv::Vec3b(0, 177, 64));
  EXPECT_EQ(green.at<cv::Vec3b>(50, size.width / 2), cv::Vec3b(200, 100, 50));
  EXPECT_NEAR(green.at<cv::Vec3b>(0, size.width / 4)[1], 50 + 177 / 2, 2);
  media::writePicture(folder / "b.png", cv::Mat(120, 80, CV_8UC3, cv::Scalar(9, 8, 7)));
  settings.behindFile = folder / "b.png";
  EXPECT_EQ(scene(layout({}), size).framed(0, person(size)).at<cv::Vec3b>(50, 3), cv::Vec3b(9, 8, 7));
  settings.behindFile = folder / "none.png";
  EXPECT_EQ(errorOf([&] { scene(layout({}), size); }).code(), ErrorCode::fileNotFound);
}

TEST(Covering, FillsAnyFrameWithAPictureOfOneRowOrColumn) {
  const cv::Size wide(640, 100), high(100, 640);
  EXPECT_EQ(covering(cv::Mat(64, 1, CV_8UC3, cv::Scalar::all(9)), wide).size(), wide);
  EXPECT_EQ(covering(cv::Mat(1, 64, CV_8UC3, cv::Scalar::all(9)), high).size(), high);
}

TEST_F(Scenes, PlayAVideoBehindThePersonAgainAndAgain) {
  const std::filesystem::path film = folder / "b.mp4";
  {
    media::FilmWriter writer(film, {.size = {64, 64}, .frameRate = {25, 1}, .constantRateFactor = 1});
    for (int i = 0; i < 4; ++i) writer.write(cv::Mat(64, 64, CV_8UC3, cv::Scalar::all(40 * i + 20)));
    writer.finish();
  }
  settings.alpha = render::Transparency::person;
  settings.behindFile = film;
  const cv::Size size = portrait->rgb.size();
  Scene played = scene(layout({}), size);
  for (int i = 0; i < 10; ++i)
    EXPECT_NEAR(played.framed(i, person(size)).at<cv::Vec3b>(50, 3)[0], 40 * (i % 4) + 20, 6) << i;
}

TEST_F(Scenes, DrawTheMarkInACornerAndNowhereElse) {
  settings.mark = Mark::on;
  const cv::Size size = portrait->rgb.size();
  const cv::Mat marked = scene(layout({}), size).framed(0, portrait->rgb);
  cv::Mat changed;
  cv::absdiff(marked, portrait->rgb, changed);
  cv::Mat grey;
  cv::cvtColor(changed, grey, cv::COLOR_RGB2GRAY);
  const cv::Rect box = cv::boundingRect(grey > 0);
  EXPECT_GT(box.area(), 100);
  EXPECT_GT(box.y, size.height * 0.85);
  EXPECT_EQ((box & face()).area(), 0);
}

}  // namespace
}  // namespace orator::pipeline
