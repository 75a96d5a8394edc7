#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "core/media/media_info.h"
#include "core/media/video_reader.h"
#include "core/motion/track_io.h"
#include "tests/integration/sample.h"
#include "tests/support/progress.h"

// The whole way from a real portrait and a synthesised voice to a video file.

namespace orator::pipeline {
namespace {

using testing::HasSubstr;

class Video : public test::SampleTest {
 protected:
  std::vector<cv::Mat> frames() const {
    media::VideoReader reader(request.output);
    std::vector<cv::Mat> pictures;
    cv::Mat rgb;
    double time = 0;
    while (reader.read(rgb, time)) pictures.push_back(rgb.clone());
    return pictures;
  }
  static double difference(const cv::Mat& a, const cv::Mat& b) {
    return cv::norm(a, b, cv::NORM_L1) / double(a.total() * 3);
  }
};

TEST_F(Video, ShowsThePortraitSpeakingForAsLongAsTheVoice) {
  request.voiceCut = {};
  const AnimateResult result = animate(request, {});
  const media::MediaInfo voice = media::readMediaInfo(request.voice);
  const media::MediaInfo video = media::readMediaInfo(request.output);
  EXPECT_NEAR(video.durationSeconds, voice.durationSeconds, 0.04);
  EXPECT_EQ(video.frames, result.frames);
  EXPECT_EQ(video.sampleRateHz, voice.sampleRateHz);
  EXPECT_EQ(video.channels, voice.channels);
  EXPECT_EQ(video.videoCodec, "h264");
  EXPECT_EQ(video.pixelFormat, "yuv420p");
  EXPECT_EQ(video.colourSpace, "bt709");
  EXPECT_TRUE(video.fastStart);

  const cv::Mat portrait = media::readPicture(request.portrait).rgb;
  const std::vector<cv::Mat> pictures = frames();
  ASSERT_EQ(pictures.front().size(), portrait.size());
  EXPECT_LT(difference(pictures.front(), portrait), 6);
  double most = 0;
  for (std::size_t i = 1; i < pictures.size(); ++i) {
    const double step = difference(pictures[i], pictures[i - 1]);
    EXPECT_LT(step, 6) << "jump at frame " << i;
    most = std::max(most, difference(pictures[i], pictures.front()));
  }
  EXPECT_GT(most, 0.3) << "the face does not move";
}

TEST_F(Video, TheSameRequestGivesTheSameBytesNowAndFromItsFile) {
  animate(request, {});
  const auto first = test::readBytes(request.output);
  animate(request, {});
  EXPECT_EQ(test::readBytes(request.output), first);
  saveRequest(request, folder / "request.json");
  animate(loadRequest(folder / "request.json"), {});
  EXPECT_EQ(test::readBytes(request.output), first);
}

TEST_F(Video, AnotherSeedGivesAnotherVideo) {
  const motion::MotionTrack first = makeTrack(request, {});
  request.motion.seed = 1;
  EXPECT_NE(makeTrack(request, {}).rows, first.rows);
}

TEST_F(Video, ASavedTrackRendersTheSameVideo) {
  // Its pictures and its sound; what it says of how it was made is another thing.
  const auto streams = [&] {
    test::ffmpeg("-i " + test::quoted(request.output) + " -c copy -f streamhash " +
                 test::quoted(folder / "streams.txt"));
    return test::readBytes(folder / "streams.txt");
  };
  animate(request, {});
  const auto generated = streams();
  motion::writeTrack(makeTrack(request, {}), folder / "track.json");
  request.track = folder / "track.json";
  animate(request, {});
  EXPECT_EQ(streams(), generated);
}

TEST_F(Video, ARangeShowsTheSameFramesAsTheWhole) {
  request.constantRateFactor = 4;
  animate(request, {});
  const std::vector<cv::Mat> whole = frames();
  request.frames = FrameRange{11, 21};
  EXPECT_EQ(animate(request, {}).frames, 10);
  const std::vector<cv::Mat> part = frames();
  ASSERT_EQ(part.size(), 10u);
  for (std::size_t i = 0; i < part.size(); ++i) EXPECT_LT(difference(part[i], whole[i + 11]), 1) << i;
  EXPECT_NEAR(media::readMediaInfo(request.output).durationSeconds, 0.4, 0.07);
}

TEST_F(Video, SizesAndFrameRatesAreWhatWasAskedFor) {
  request.voiceCut.endSeconds = 0.4;
  request.render.outputSide = 256;
  for (const int fps : {24, 25, 30, 50, 60}) {
    request.frameRate = {fps, 1};
    const AnimateResult result = animate(request, {});
    EXPECT_EQ(result.size, cv::Size(256, 256));
    EXPECT_NEAR(result.durationSeconds, 0.4, 0.5 / fps + 1e-6);
    EXPECT_EQ(media::readMediaInfo(request.output).frameRate, (FrameRate{fps, 1}));
  }
}

TEST_F(Video, VoicesOfEveryFormatGiveTheirOwnLength) {
  request.render.outputSide = 128;
  request.voiceCut = {};
  const auto wav = folder / "cut.wav";
  test::ffmpeg("-i " + test::quoted(request.voice) + " -t 1 " + test::quoted(wav));
  for (const std::string name : {"a.mp3", "a.m4a", "a.flac", "a.ogg", "a.opus", "a.mkv"}) {
    test::ffmpeg("-i " + test::quoted(wav) + " " + test::quoted(folder / name));
    request.voice = folder / name;
    animate(request, {});
    EXPECT_NEAR(media::readMediaInfo(request.output).durationSeconds, 1, 0.08) << name;
  }
}

TEST_F(Video, PathsInAnyScriptWork) {
  request.render.outputSide = 128;
  const auto strange = folder / u8"портрет 顔 'é'";
  std::filesystem::create_directory(strange);
  std::filesystem::copy(request.portrait, strange / u8"画像:1.png");
  std::filesystem::copy(request.voice, strange / u8"声%d.wav");
  request.portrait = strange / u8"画像:1.png";
  request.voice = strange / u8"声%d.wav";
  request.output = strange / u8"фильм 🙂.mp4";
  animate(request, {});
  EXPECT_GT(media::readMediaInfo(request.output).frames, 0);
}

TEST_F(Video, AStopInTheMiddleLeavesNothing) {
  for (const std::string stage : {"analyse", "motion", "render"}) {
    std::stop_source source;
    test::Listener log;
    log.onProgress = [&](std::string_view reported, std::int64_t done) {
      if (reported == stage && done >= 1) source.request_stop();
    };
    const Error error = test::errorOf([&] { animate(request, {source.get_token(), &log}); });
    EXPECT_EQ(error.code(), ErrorCode::cancelled) << stage << ": " << error.what();
    EXPECT_TRUE(folder.names().empty()) << stage;
  }
}

TEST_F(Video, TwoFacesWorkWithANoteAndCanBeChosen) {
  const cv::Mat one = media::readPicture(request.portrait).rgb;
  cv::Mat two;
  cv::hconcat(one, one, two);
  media::writePicture(folder / "two.png", two);
  request.portrait = folder / "two.png";
  request.frames = FrameRange{0, 3};
  test::Listener log;
  animate(request, {{}, &log});
  EXPECT_THAT(log.notes, testing::Contains(HasSubstr("2 faces")));
  request.face = 1;
  EXPECT_EQ(animate(request, {}).frames, 3);
  request.face = 2;
  EXPECT_EQ(test::errorOf([&] { animate(request, {}); }).code(), ErrorCode::invalidArgument);
}

TEST_F(Video, AHundredMegapixelPictureWorksWithANote) {
  cv::Mat large;
  cv::resize(media::readPicture(request.portrait).rgb, large, {12000, 9000}, 0, 0, cv::INTER_LINEAR);
  media::writePicture(folder / "large.jpg", large);
  large.release();
  request.portrait = folder / "large.jpg";
  request.frames = FrameRange{0, 2};
  test::Listener log;
  const AnimateResult result = animate(request, {{}, &log});
  EXPECT_EQ(result.size, cv::Size(1920, 1440)) << "what phones play";
  EXPECT_THAT(log.notes, testing::Not(testing::IsEmpty()));
}

}  // namespace
}  // namespace orator::pipeline
