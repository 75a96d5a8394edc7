#include "core/media/film/film_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/media/audio_reader.h"
#include "core/media/media_info.h"
#include "core/media/video_reader.h"
#include "tests/support/files.h"

namespace orator::media {
namespace {

using test::errorOf;
using test::quoted;
using test::TemporaryFolder;

cv::Mat flat(cv::Size size, cv::Vec3b colour) {
  return cv::Mat(size, CV_8UC3, cv::Scalar(colour[0], colour[1], colour[2]));
}

cv::Mat noise(cv::Size size) {
  cv::Mat picture(size, CV_8UC3);
  cv::randu(picture, 0, 255);
  return picture;
}

void writeVideo(const std::filesystem::path& path, const FilmWriterSettings& settings, int frames) {
  FilmWriter writer(path, settings);
  for (int i = 0; i < frames; ++i) writer.write(flat(settings.size, {200, std::uint8_t(i % 200), 60}));
  writer.finish();
}

std::vector<float> soundOf(const std::filesystem::path& path) {
  AudioReader reader(path);
  std::vector<float> samples;
  while (reader.read(samples, 48000) > 0) {
  }
  return samples;
}

TEST(FilmWriter, WritesTaggedH264WithTheIndexInFront) {
  const TemporaryFolder folder;
  writeVideo(folder / "a.mp4", {.size = {128, 96}, .frameRate = {25, 1}}, 30);
  const MediaInfo info = readMediaInfo(folder / "a.mp4");
  EXPECT_EQ(info.videoCodec, "h264");
  EXPECT_EQ(info.pixelFormat, "yuv420p");
  EXPECT_EQ(info.colourSpace, "bt709");
  EXPECT_EQ(info.frames, 30);
  EXPECT_EQ(info.frameRate, (FrameRate{25, 1}));
  EXPECT_NEAR(info.durationSeconds, 1.2, 1e-3);
  EXPECT_FALSE(info.hasAudio);
  EXPECT_TRUE(info.fastStart);
  EXPECT_EQ(folder.names(), std::vector<std::string>{"a.mp4"});
}

TEST(FilmWriter, StoresBt709LimitedRangeNumbers) {
  const TemporaryFolder folder;
  const cv::Vec3b rgb(200, 40, 90);
  {
    FilmWriter writer(folder / "a.mp4", {.size = {64, 64}, .frameRate = {25, 1}, .constantRateFactor = 1});
    for (int i = 0; i < 3; ++i) writer.write(flat({64, 64}, rgb));
    writer.finish();
  }
  test::ffmpeg("-i " + quoted(folder / "a.mp4") + " -frames:v 1 -f rawvideo " + quoted(folder / "a.yuv"));
  const auto yuv = test::readBytes(folder / "a.yuv");
  // ITU-R BT.709: Y = 0.2126 R + 0.7152 G + 0.0722 B, scaled to 16..235 and 16..240.
  const double y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  EXPECT_NEAR(yuv[64 * 20 + 20], 16 + y * 219 / 255, 1.5);
  EXPECT_NEAR(yuv[64 * 64 + 500], 128 + (rgb[2] - y) / 1.8556 * 224 / 255, 1.5);
  EXPECT_NEAR(yuv[64 * 64 + 1024 + 500], 128 + (rgb[0] - y) / 1.5748 * 224 / 255, 1.5);
}

TEST(FilmWriter, ColoursSurviveTheRoundTrip) {
  const TemporaryFolder folder;
  for (const cv::Vec3b& colour : {cv::Vec3b(255, 0, 0), cv::Vec3b(20, 200, 60), cv::Vec3b(240, 190, 170),
                                  cv::Vec3b(0, 0, 0), cv::Vec3b(255, 255, 255)}) {
    {
      FilmWriter writer(folder / "a.mp4", {.size = {64, 64}, .frameRate = {25, 1}, .constantRateFactor = 4});
      writer.write(flat({64, 64}, colour));
      writer.finish();
    }
    VideoReader reader(folder / "a.mp4");
    cv::Mat rgb;
    double time = 0;
    ASSERT_TRUE(reader.read(rgb, time));
    EXPECT_LT(cv::norm(rgb.at<cv::Vec3b>(30, 30) - colour), 5) << colour;
  }
}

TEST(FilmWriter, PadsOddSizesByOneRowAndColumn) {
  const TemporaryFolder folder;
  writeVideo(folder / "a.mp4", {.size = {65, 97}, .frameRate = {30, 1}}, 3);
  VideoReader reader(folder / "a.mp4");
  EXPECT_EQ(reader.size(), cv::Size(66, 98));
  cv::Mat rgb;
  double time = 0;
  ASSERT_TRUE(reader.read(rgb, time));
  EXPECT_LT(cv::norm(rgb.at<cv::Vec3b>(97, 65) - rgb.at<cv::Vec3b>(50, 30)), 10);
}

struct Sound {
  int rateHz, channels, expectedRateHz, expectedChannels;
};

class VoiceInMp4 : public testing::TestWithParam<Sound> {};

TEST_P(VoiceInMp4, KeepsRateChannelsAndEverySample) {
  const Sound sound = GetParam();
  const TemporaryFolder folder;
  const double seconds = 1.37;
  test::writeWav(folder / "v.wav", test::tone(seconds, sound.rateHz, sound.channels), sound.rateHz,
                 sound.channels);
  const FrameRate rate{25, 1};
  const auto frames = int(rate.framesCovering(std::llround(seconds * sound.rateHz), sound.rateHz));
  writeVideo(folder / "a.mp4", {.size = {64, 64}, .frameRate = rate, .voice = folder / "v.wav"}, frames);
  const MediaInfo info = readMediaInfo(folder / "a.mp4");
  EXPECT_EQ(info.sampleRateHz, sound.expectedRateHz);
  EXPECT_EQ(info.channels, sound.expectedChannels);
  EXPECT_NEAR(info.durationSeconds, seconds, 0.04);
  const double soundSeconds =
      double(soundOf(folder / "a.mp4").size()) / sound.expectedChannels / sound.expectedRateHz;
  EXPECT_GE(soundSeconds, seconds - 1e-3);
  EXPECT_LT(soundSeconds, seconds + 0.04 + 1024.0 / sound.expectedRateHz);
}
INSTANTIATE_TEST_SUITE_P(RatesAndChannels, VoiceInMp4,
                         testing::Values(Sound{48000, 2, 48000, 2}, Sound{44100, 1, 44100, 1},
                                         Sound{8000, 1, 8000, 1}, Sound{16000, 1, 16000, 1},
                                         Sound{22050, 2, 22050, 2}, Sound{192000, 2, 96000, 2},
                                         Sound{47000, 1, 48000, 1}, Sound{48000, 3, 48000, 3},
                                         Sound{48000, 4, 48000, 4}, Sound{48000, 5, 48000, 5},
                                         Sound{48000, 6, 48000, 6}, Sound{48000, 7, 48000, 7},
                                         Sound{48000, 8, 48000, 8}, Sound{48000, 10, 48000, 8}));

TEST(FilmWriter, TheVoiceStaysInSyncWithTheFrames) {
  const TemporaryFolder folder;
  std::vector<float> voice(48000 * 2, 0.f);
  const auto beep = test::tone(0.2, 48000, 1);
  std::copy(beep.begin(), beep.end(), voice.begin() + 48000);
  test::writeWav(folder / "v.wav", voice, 48000, 1);
  writeVideo(folder / "a.mp4", {.size = {64, 64}, .frameRate = {25, 1}, .voice = folder / "v.wav"}, 50);
  const auto sound = soundOf(folder / "a.mp4");
  std::size_t onset = 0;
  while (onset < sound.size() && std::abs(sound[onset]) < 0.1) ++onset;
  EXPECT_NEAR(double(onset) / 48000, 1.0, 0.01);
}

TEST(FilmWriter, ARangeOfFramesTakesItsOwnSound) {
  const TemporaryFolder folder;
  std::vector<float> voice;  // amplitude grows from second to second
  for (int second = 1; second <= 4; ++second)
    for (const float s : test::tone(1, 16000, 1)) voice.push_back(s * float(second) / 2.5f);
  test::writeWav(folder / "v.wav", voice, 16000, 1);
  const auto peakOf = [&](FrameRange range) {
    writeVideo(folder / "a.mp4",
               {.size = {64, 64}, .frameRate = {25, 1}, .voice = folder / "v.wav", .voiceFrames = range}, 25);
    const auto sound = soundOf(folder / "a.mp4");
    EXPECT_NEAR(double(sound.size()) / 16000, 1, 0.065);
    return *std::max_element(sound.begin() + 4000, sound.begin() + 12000);
  };
  EXPECT_NEAR(peakOf({25, 50}), 0.4, 0.05);
  EXPECT_NEAR(peakOf({75, std::numeric_limits<std::int64_t>::max()}), 0.8, 0.05);
}

TEST(FilmWriter, TheSameFramesGiveTheSameBytes) {
  const TemporaryFolder folder;
  test::writeWav(folder / "v.wav", test::tone(1, 16000, 1), 16000, 1);
  const FilmWriterSettings settings{.size = {160, 120}, .frameRate = {25, 1}, .voice = folder / "v.wav"};
  writeVideo(folder / "a.mp4", settings, 25);
  writeVideo(folder / "b.mp4", settings, 25);
  EXPECT_EQ(test::readBytes(folder / "a.mp4"), test::readBytes(folder / "b.mp4"));
}

TEST(FilmWriter, WithoutFinishNothingRemains) {
  const TemporaryFolder folder;
  {
    FilmWriter writer(folder / "a.mp4", {.size = {64, 64}, .frameRate = {25, 1}});
    for (int i = 0; i < 40; ++i) writer.write(noise({64, 64}));
    EXPECT_TRUE(folder.names().empty()) << "no name before it is complete";
  }
  EXPECT_TRUE(folder.names().empty());
}

TEST(FilmWriter, AFullDiskIsReportedAndLeavesNothing) {
  const TemporaryFolder folder;
  const test::FileSizeLimit limit(100 << 10);
  const Error error = errorOf([&] {
    FilmWriter writer(folder / "a.mp4", {.size = {320, 320}, .frameRate = {25, 1}});
    for (int i = 0; i < 60; ++i) writer.write(noise({320, 320}));
    writer.finish();
  });
  EXPECT_EQ(error.code(), ErrorCode::diskFull);
  EXPECT_TRUE(folder.names().empty());
}

TEST(FilmWriter, UnwritableOutputsAreRefusedAtOnce) {
  const TemporaryFolder folder;
  const FilmWriterSettings settings{.size = {64, 64}, .frameRate = {25, 1}};
  EXPECT_EQ(errorOf([&] { FilmWriter(folder / "none" / "a.mp4", settings); }).code(),
            ErrorCode::outputUnwritable);
  EXPECT_EQ(errorOf([&] { FilmWriter(folder.path(), settings); }).code(), ErrorCode::outputUnwritable);
  EXPECT_EQ(errorOf([&] { FilmWriter("/proc/a.mp4", settings); }).code(), ErrorCode::outputUnwritable);
}

TEST(FilmWriter, ABadVoiceLeavesNothing) {
  const TemporaryFolder folder;
  test::ffmpeg("-f lavfi -i testsrc=d=1:s=64x64 " + quoted(folder / "mute.mp4"));
  const FilmWriterSettings settings{.size = {64, 64}, .frameRate = {25, 1}, .voice = folder / "mute.mp4"};
  EXPECT_EQ(errorOf([&] { FilmWriter(folder / "a.mp4", settings); }).code(), ErrorCode::noSound);
  EXPECT_EQ(folder.names(), std::vector<std::string>{"mute.mp4"});
}

TEST(AacRate, IsTheNearestOneThatAacKnows) {
  EXPECT_EQ(nearestAacRateHz(44100), 44100);
  EXPECT_EQ(nearestAacRateHz(192000), 96000);
  EXPECT_EQ(nearestAacRateHz(4000), 7350);
  EXPECT_EQ(nearestAacRateHz(37800), 32000);
}

}  // namespace
}  // namespace orator::media
