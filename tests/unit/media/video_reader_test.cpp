#include "core/media/video_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "core/media/picture.h"
#include "tests/support/display_matrix.h"
#include "tests/support/files.h"

namespace orator::media {
namespace {

using test::errorOf;
using test::quoted;
using test::TemporaryFolder;

TEST(VideoReader, ReadsEveryFrameWithItsTimeAndColour) {
  const TemporaryFolder folder;
  test::ffmpeg("-f lavfi -i color=c=0xC02040:d=2:s=96x64:r=24 -c:v libx264 -pix_fmt yuv420p " +
               quoted(folder / "a.mp4"));
  VideoReader reader(folder / "a.mp4");
  EXPECT_EQ(reader.size(), cv::Size(96, 64));
  EXPECT_EQ(reader.frameRate(), (FrameRate{24, 1}));
  EXPECT_EQ(reader.frameCountHint(), 48);
  cv::Mat rgb;
  double time = -1;
  int frames = 0;
  while (reader.read(rgb, time)) {
    EXPECT_NEAR(time, frames / 24.0, 1e-3);
    ASSERT_EQ(rgb.size(), reader.size());
    ASSERT_LT(cv::norm(rgb.at<cv::Vec3b>(30, 40) - cv::Vec3b(0xC0, 0x20, 0x40)), 8);
    ++frames;
  }
  EXPECT_EQ(frames, 48);
}

TEST(VideoReader, TurnsAPhoneVideoAsFfmpegDoes) {
  const TemporaryFolder folder;
  test::ffmpeg("-f lavfi -i testsrc=d=1:s=96x64 -pix_fmt yuv420p " + quoted(folder / "stored.mp4"));
  for (const std::string degrees : {"90", "180", "270"}) {
    test::writeBytes(folder / "turned.mp4",
                     test::withDisplayMatrix(test::readBytes(folder / "stored.mp4"), degrees));
    test::ffmpeg("-i " + quoted(folder / "turned.mp4") + " -frames:v 1 " + quoted(folder / "p.png"));
    const cv::Mat expected = readPicture(folder / "p.png").rgb;
    VideoReader reader(folder / "turned.mp4");
    EXPECT_EQ(reader.size(), degrees == "180" ? cv::Size(96, 64) : cv::Size(64, 96));
    cv::Mat rgb;
    double time = 0;
    ASSERT_TRUE(reader.read(rgb, time));
    ASSERT_EQ(rgb.size(), expected.size());
    EXPECT_LT(cv::norm(rgb, expected, cv::NORM_L1) / double(rgb.total() * 3), 12) << degrees;
  }
}

TEST(VideoReader, SoundAloneIsNoVideo) {
  const TemporaryFolder folder;
  test::writeWav(folder / "a.wav", test::tone(1, 16000, 1), 16000, 1);
  EXPECT_EQ(errorOf([&] { VideoReader reader(folder / "a.wav"); }).code(), ErrorCode::unreadableMedia);
  EXPECT_EQ(errorOf([&] { VideoReader reader(folder.path()); }).code(), ErrorCode::notAFile);
}

}  // namespace
}  // namespace orator::media
