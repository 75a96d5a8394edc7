// Films made of the sample portrait by motions that are known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/capture/capture.h"
#include "core/capture/capture_file.h"
#include "core/face/expression_names.h"
#include "tests/support/display_matrix.h"
#include "tests/support/progress.h"
#include "tests/unit/capture/film.h"

namespace orator::capture {
namespace {

using testing::Contains;
using testing::HasSubstr;

const packs::Pack& studio() {
  static const packs::Pack pack = packs::openPack("studio");
  return pack;
}

class CaptureVideo : public testing::Test {
 protected:
  Capture capture(const std::filesystem::path& video, const TrackRange& range = {}) {
    log_.notes.clear();
    return captureVideo(video, studio(), {{}, &log_}, range);
  }
  Error refusal(const std::filesystem::path& video) {
    const Error error = test::errorOf([&] { capture(video); });
    EXPECT_THAT(std::string(error.what()), HasSubstr(video.filename().string()));
    EXPECT_FALSE(error.remedy().empty());
    return error;
  }
  /// Roll of the head at a frame, degrees.
  static double roll(const Capture& seen, std::size_t frame) {
    return seen.frames[frame].pose.anglesRadians[2] * 180 / std::numbers::pi;
  }
  std::filesystem::path swaying(const std::string& name, FrameRate rate, double seconds) {
    return test::film(folder_ / name, rate, int(seconds * rate.perSecond()),
                      [this](double t) { return test::movedPicture(head_, 0, 0, swayDegrees(t)); });
  }
  static double swayDegrees(double seconds) { return 8 * std::sin(2 * std::numbers::pi * seconds); }

  /// The sway that is in the roll of all frames: strength of the true one, its lag, and what is left over.
  struct Sway {
    double strength = 0, lagSeconds = 0, restDegrees = 0;
  };
  static Sway swayOf(const Capture& seen) {
    const int count = int(seen.frames.size());
    cv::Mat1d terms(count, 3), rolls(count, 1), found;
    for (int i = 0; i < count; ++i) {
      const double phase = 2 * std::numbers::pi * seen.seconds(i);
      terms(i, 0) = 1, terms(i, 1) = std::sin(phase), terms(i, 2) = std::cos(phase);
      rolls(i, 0) = roll(seen, std::size_t(i));
    }
    cv::solve(terms, rolls, found, cv::DECOMP_SVD);
    const double s = found(1, 0), c = found(2, 0);
    return {std::hypot(s, c) / 8, -std::atan2(c, s) / (2 * std::numbers::pi),
            cv::norm(terms * found - rolls) / std::sqrt(double(count))};
  }

  test::TemporaryFolder folder_;
  test::Listener log_;
  const cv::Mat head_ = test::sampleHead();
};

TEST_F(CaptureVideo, FollowsAHeadWithoutLagAtEveryFrameRate) {
  for (const FrameRate rate : {FrameRate{25, 1}, {24, 1}, {30000, 1001}, {50, 1}, {240, 1}}) {
    const Capture seen = capture(swaying("sway.mp4", rate, 1));
    EXPECT_NEAR(double(seen.frames.size()), 25, 1) << rate.perSecond();
    const Sway sway = swayOf(seen);
    EXPECT_NEAR(sway.strength, 1, 0.12) << rate.perSecond();
    EXPECT_NEAR(sway.lagSeconds, 0, 0.005) << rate.perSecond();
    EXPECT_LT(sway.restDegrees, 0.3) << rate.perSecond();
  }
}

TEST_F(CaptureVideo, HoldsAStillHeadStill) {
  cv::theRNG().state = 7;
  const Capture seen = capture(
      test::film(folder_ / "still.mp4", {25, 1}, 60, [this](double) { return test::withNoise(head_, 4); }));
  ASSERT_EQ(seen.frames.size(), 60u);
  double turns = 0, lips = 0;
  for (std::size_t i = 1; i < 60; ++i) {
    turns += std::pow(roll(seen, i) - roll(seen, i - 1), 2) / 59;
    lips +=
        std::pow(seen.frames[i].expression[face::kJawOpen] - seen.frames[i - 1].expression[face::kJawOpen],
                 2) /
        59;
  }
  // Of one noise and encoder to the next the turns are 0.04 to 0.10; 0.15 move a chin 100 px away by a
  // quarter of a pixel.
  EXPECT_LT(std::sqrt(turns), 0.15) << "degrees";
  EXPECT_LT(std::sqrt(lips), 0.03) << "of an open jaw";
}

TEST_F(CaptureVideo, FollowsAVariableFrameRateByItsTimes) {
  const auto steady = swaying("steady.mp4", {50, 1}, 2), variable = folder_ / "variable.mp4";
  // Every picture of the first half, every third of the second.
  test::ffmpeg("-i " + test::quoted(steady) +
               " -vf \"select='lt(n,50)+not(mod(n,3))'\" -fps_mode vfr -crf 12 " + test::quoted(variable));
  const Capture seen = capture(variable);
  ASSERT_GT(seen.frames.size(), 45u);
  const Sway sway = swayOf(seen);
  EXPECT_NEAR(sway.strength, 1, 0.12);
  EXPECT_NEAR(sway.lagSeconds, 0, 0.01);
  EXPECT_LT(sway.restDegrees, 0.5);
}

TEST_F(CaptureVideo, SeesAFilmThatLiesOnItsSideAsItIsShown) {
  const auto upright = swaying("upright.mp4", {25, 1}, 1), lying = folder_ / "lying.mp4",
             tagged = folder_ / "tagged.mp4";
  test::ffmpeg("-i " + test::quoted(upright) + " -vf transpose=2 -crf 12 " + test::quoted(lying));
  test::writeBytes(tagged, test::withDisplayMatrix(test::readBytes(lying), "90"));
  const Capture seen = capture(tagged), wanted = capture(upright);
  ASSERT_EQ(seen.frames.size(), wanted.frames.size());
  for (std::size_t i = 0; i < seen.frames.size(); ++i) EXPECT_NEAR(roll(seen, i), roll(wanted, i), 0.8) << i;
}

TEST_F(CaptureVideo, HandsOutThePicturesOfSeveralFramesInOnePass) {
  const auto video = swaying("sway.mp4", {30, 1}, 1);
  const Capture seen = capture(video);
  const std::vector<std::int64_t> wanted{0, 7, 8, 24};
  std::vector<std::size_t> visited;
  visitPictures(video, seen, wanted,
                [&](std::size_t i, const cv::Mat& rgb) {
                  visited.push_back(i);
                  EXPECT_EQ(cv::norm(rgb, pictureOf(video, seen, wanted[i]), cv::NORM_INF), 0) << wanted[i];
                },
                {});
  EXPECT_EQ(visited, (std::vector<std::size_t>{0, 1, 2, 3}));
}

TEST_F(CaptureVideo, HoldsAGapAndNamesIt) {
  const cv::Mat empty(head_.size(), CV_8UC3, cv::Scalar(90, 100, 110));
  const Capture seen = capture(test::film(folder_ / "gap.mp4", {25, 1}, 75, [&](double t) {
    return t > 0.99 && t < 1.99 ? empty : test::movedPicture(head_, 0, 0, t < 1.5 ? -5 : 5);
  }));
  const auto gaps = seen.gaps();
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_EQ(gaps[0].frames.begin, 25);
  EXPECT_NEAR(double(gaps[0].frames.end), 50, 3) << "searched ten times a second";
  EXPECT_EQ(gaps[0].reason, Unseen::noFace);
  EXPECT_THAT(log_.notes, Contains(HasSubstr("no face is seen from 1.00 s to 2.")));
  EXPECT_EQ(roll(seen, 30), roll(seen, 24)) << "held";
  const auto end = std::size_t(gaps[0].frames.end);
  EXPECT_GT(roll(seen, end - 3), roll(seen, end - 8)) << "leads over";
  EXPECT_LT(roll(seen, end - 3), roll(seen, end));
}

TEST_F(CaptureVideo, FollowsTheMainOneOfTwoPeopleAndSaysSo) {
  cv::Mat small, two(360, 620, CV_8UC3, cv::Scalar(90, 100, 110));
  cv::resize(head_, small, {220, 220}, 0, 0, cv::INTER_AREA);
  head_.copyTo(two(cv::Rect(240, 0, 360, 360)));
  small.copyTo(two(cv::Rect(5, 60, 220, 220)));
  const Capture seen = capture(test::film(folder_ / "two.mp4", {25, 1}, 15, [&](double) { return two; }));
  EXPECT_THAT(log_.notes, Contains(HasSubstr("2 faces")));
  for (const CapturedFrame& frame : seen.frames) EXPECT_GT(frame.landmarks.points[1].x, 240);
}

TEST_F(CaptureVideo, ACutToTheSamePersonIsAnotherShotAndNoGap) {
  const Capture seen = capture(test::film(folder_ / "cut.mp4", {25, 1}, 50, [&](double t) {
    return t < 0.99 ? head_ : test::movedPicture(head_, 50, 20, 0, 0.75);
  }));
  EXPECT_EQ(seen.shots.size(), 2u);
  EXPECT_TRUE(seen.gaps().empty());
  // The camera moved, not the head.
  EXPECT_NEAR(seen.frames[24].pose.translation[2], seen.frames[25].pose.translation[2], 0.3);
}

TEST_F(CaptureVideo, RefusesWhatShowsNoUsableFace) {
  const cv::Mat empty(200, 200, CV_8UC3, cv::Scalar(90, 100, 110));
  const Error none = refusal(test::film(folder_ / "none.mp4", {25, 1}, 20, [&](double) { return empty; }));
  EXPECT_EQ(none.code(), ErrorCode::noFace);
  const Error brief = refusal(test::film(folder_ / "brief.mp4", {25, 1}, 5, [&](double) { return head_; }));
  EXPECT_EQ(brief.code(), ErrorCode::noFace);
  EXPECT_THAT(brief.reason(), HasSubstr("0.20 s only"));
  cv::Mat tiny, far(360, 360, CV_8UC3, cv::Scalar(90, 100, 110));
  cv::resize(head_, tiny, {90, 90}, 0, 0, cv::INTER_AREA);
  tiny.copyTo(far(cv::Rect(130, 130, 90, 90)));
  const Error small = refusal(test::film(folder_ / "far.mp4", {25, 1}, 20, [&](double) { return far; }));
  EXPECT_EQ(small.code(), ErrorCode::pictureTooSmall);
  EXPECT_THAT(small.reason(), HasSubstr("pixels high"));
}

TEST_F(CaptureVideo, APartHasTheFramesOfThatPart) {
  const auto video = swaying("sway.mp4", {25, 1}, 2);
  const Capture whole = capture(video), part = capture(video, {0.4, 1.2});
  ASSERT_EQ(part.frames.size(), 20u);
  EXPECT_NEAR(part.seconds(0), 0.4, 0.01);
  for (std::size_t i = 3; i < 17; ++i) EXPECT_NEAR(roll(part, i), roll(whole, i + 10), 0.5) << i;
}

TEST_F(CaptureVideo, AFileKeepsEverything) {
  const Capture seen = capture(swaying("sway.mp4", {25, 1}, 1));
  writeCapture(seen, folder_ / "seen.safetensors");
  const Capture read = readCapture(folder_ / "seen.safetensors");
  ASSERT_EQ(read.frames.size(), seen.frames.size());
  EXPECT_EQ(read.identity, seen.identity);
  EXPECT_EQ(read.calmest, seen.calmest);
  EXPECT_EQ(read.neutral, seen.neutral);
  EXPECT_EQ(read.track().rows, seen.track().rows);
  EXPECT_EQ(read.track().blink, seen.track().blink);
  EXPECT_EQ(read.frames[3].landmarks.points, seen.frames[3].landmarks.points);
  EXPECT_EQ(read.shots[0].camera.focalPixels, seen.shots[0].camera.focalPixels);
  test::truncate(folder_ / "seen.safetensors", folder_ / "half.safetensors", 0.5);
  EXPECT_EQ(test::errorOf([&] { readCapture(folder_ / "half.safetensors"); }).code(), ErrorCode::packDamaged);
}

}  // namespace
}  // namespace orator::capture
