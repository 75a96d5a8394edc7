#include "core/pipeline/preview_session.h"

#include <gtest/gtest.h>

#include "core/media/picture.h"
#include "tests/support/files.h"
#include "tests/unit/pipeline/fake_stages.h"

namespace orator::pipeline {
namespace {

using test::errorOf;

class Preview : public testing::Test {
 protected:
  Preview() {
    media::writePicture(folder / "p.png", cv::Mat(64, 96, CV_8UC3, cv::Scalar(1, 2, 3)));
    test::writeWav(folder / "v.wav", test::tone(1, 16000, 1), 16000, 1);
  }
  void open() {
    session.setPortrait(folder / "p.png");
    session.setVoice(folder / "v.wav");
    session.setSettings(settings);
  }

  test::TemporaryFolder folder;
  std::shared_ptr<test::Calls> calls = std::make_shared<test::Calls>();
  PreviewSession session{"studio", test::fakeStages(calls)};
  PreviewSettings settings;
};

TEST_F(Preview, WorksOnlyWhenAFrameIsAskedForAndOnlyOnce) {
  open();
  EXPECT_EQ(session.work(), (PreviewSession::Work{}));
  const cv::Mat frame = session.renderFrame(12, {});
  EXPECT_EQ(frame.at<cv::Vec3b>(0, 0)[1], 12);
  session.renderFrame(13, {});
  open();
  session.renderFrame(14, {});
  EXPECT_EQ(session.work(), (PreviewSession::Work{1, 1, 1, 1, 1}));
}

TEST_F(Preview, BlinksAndScalesNeverRunTheModelAgain) {
  open();
  const int red = session.renderFrame(5, {}).at<cv::Vec3b>(0, 0)[0];
  settings.motion.expressionScale = 0.5;
  settings.motion.blinkStrength = 2;
  settings.motion.poseScale.fill(0);
  settings.motion.still = true;
  session.setSettings(settings);
  EXPECT_NEAR(session.renderFrame(5, {}).at<cv::Vec3b>(0, 0)[0], red / 2, 1);
  EXPECT_EQ(session.work(), (PreviewSession::Work{1, 1, 1, 2, 1}));
}

TEST_F(Preview, StyleSeedAndFrameRateRunTheModelAndNothingElse) {
  open();
  session.renderFrame(0, {});
  settings.motion.poseStyle = {{9, 1.0}};
  session.setSettings(settings);
  session.renderFrame(0, {});
  settings.motion.seed = 4;
  session.setSettings(settings);
  session.renderFrame(0, {});
  settings.frameRate = {50, 1};
  session.setSettings(settings);
  EXPECT_EQ(session.track({})->frames(), 50);
  EXPECT_EQ(session.work(), (PreviewSession::Work{1, 1, 4, 4, 1}));
}

TEST_F(Preview, SizeMakesANewRendererOnly) {
  open();
  session.renderFrame(0, {});
  settings.render.outputSide = 128;
  session.setSettings(settings);
  session.renderFrame(0, {});
  EXPECT_EQ(session.work(), (PreviewSession::Work{1, 1, 1, 1, 2}));
}

TEST_F(Preview, ANewVoiceKeepsThePortraitAndANewPortraitTheVoice) {
  open();
  session.renderFrame(0, {});
  session.setVoice(folder / "v.wav", {0, 0.5, 0});
  session.renderFrame(0, {});
  EXPECT_EQ(session.work(), (PreviewSession::Work{1, 2, 2, 2, 1}));
  media::writePicture(folder / "q.png", cv::Mat(80, 80, CV_8UC3, cv::Scalar(1, 2, 3)));
  session.setPortrait(folder / "q.png");
  EXPECT_EQ(session.renderFrame(0, {}).size(), cv::Size(80, 80));
  EXPECT_EQ(session.work(), (PreviewSession::Work{2, 2, 3, 3, 2}));
}

TEST_F(Preview, AnEditedTrackIsShownInstead) {
  open();
  session.renderFrame(0, {});
  auto edited = std::make_shared<motion::MotionTrack>(*session.track({}));
  edited->rows[3][0] = 1;
  session.setTrack(edited);
  EXPECT_EQ(session.renderFrame(3, {}).at<cv::Vec3b>(0, 0)[0], 255);
  session.setTrack(nullptr);
  EXPECT_LT(session.renderFrame(3, {}).at<cv::Vec3b>(0, 0)[0], 200);
}

TEST_F(Preview, AFailureIsRepeatedUntilItsCauseIsGone) {
  EXPECT_EQ(errorOf([&] { session.renderFrame(0, {}); }).code(), ErrorCode::invalidArgument);
  open();
  session.setPortrait(folder / "missing.png");
  EXPECT_EQ(errorOf([&] { session.renderFrame(0, {}); }).code(), ErrorCode::fileNotFound);
  EXPECT_EQ(errorOf([&] { session.renderFrame(0, {}); }).code(), ErrorCode::fileNotFound);
  session.setPortrait(folder / "p.png");
  EXPECT_NO_THROW(session.renderFrame(0, {}));
  EXPECT_EQ(errorOf([&] { session.renderFrame(25, {}); }).code(), ErrorCode::invalidArgument);
}

TEST_F(Preview, AStopRequestEndsAFrame) {
  open();
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(errorOf([&] { session.renderFrame(0, {source.get_token()}); }).code(), ErrorCode::cancelled);
  EXPECT_NO_THROW(session.renderFrame(0, {}));
}

}  // namespace
}  // namespace orator::pipeline
