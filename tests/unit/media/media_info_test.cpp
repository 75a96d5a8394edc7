#include "core/media/media_info.h"

#include <gtest/gtest.h>

#include "tests/support/files.h"

namespace orator::media {
namespace {

using test::quoted;
using test::TemporaryFolder;

TEST(MediaInfo, DescribesAVideoWithSound) {
  const TemporaryFolder folder;
  test::ffmpeg(
      "-f lavfi -i testsrc=d=2:s=96x64:r=30 -f lavfi -i sine=d=2:r=48000 -ac 2 -c:v libx264 -pix_fmt "
      "yuv420p " +
      quoted(folder / "a.mp4"));
  const MediaInfo info = readMediaInfo(folder / "a.mp4");
  EXPECT_TRUE(info.hasVideo);
  EXPECT_EQ(info.videoCodec, "h264");
  EXPECT_EQ(info.pixelFormat, "yuv420p");
  EXPECT_EQ(info.width, 96);
  EXPECT_EQ(info.height, 64);
  EXPECT_EQ(info.frames, 60);
  EXPECT_EQ(info.frameRate, (FrameRate{30, 1}));
  EXPECT_TRUE(info.hasAudio);
  EXPECT_EQ(info.audioCodec, "aac");
  EXPECT_EQ(info.sampleRateHz, 48000);
  EXPECT_EQ(info.channels, 2);
  EXPECT_NEAR(info.durationSeconds, 2, 0.05);
  EXPECT_FALSE(info.fastStart);
}

TEST(MediaInfo, TellsWhereTheIndexStands) {
  const TemporaryFolder folder;
  test::ffmpeg("-f lavfi -i sine=d=1 -movflags +faststart " + quoted(folder / "a.m4a"));
  EXPECT_TRUE(readMediaInfo(folder / "a.m4a").fastStart);
}

TEST(MediaInfo, ASoundFileHasNoVideoAndAPictureNoDuration) {
  const TemporaryFolder folder;
  test::writeWav(folder / "a.wav", test::tone(1, 22050, 1), 22050, 1);
  const MediaInfo sound = readMediaInfo(folder / "a.wav");
  EXPECT_FALSE(sound.hasVideo);
  EXPECT_EQ(sound.sampleRateHz, 22050);
  test::ffmpeg("-f lavfi -i testsrc=s=70x90 -frames:v 1 " + quoted(folder / "p.png"));
  const MediaInfo picture = readMediaInfo(folder / "p.png");
  EXPECT_EQ(picture.width, 70);
  EXPECT_EQ(picture.frames, 1);
  EXPECT_EQ(picture.durationSeconds, 0);
  EXPECT_FALSE(picture.hasAudio);
}

TEST(MediaInfo, RefusesWhatIsNoMedia) {
  const TemporaryFolder folder;
  test::writeBytes(folder / "x.mp4", std::vector<std::uint8_t>(2000, 'x'));
  EXPECT_EQ(test::errorOf([&] { readMediaInfo(folder / "x.mp4"); }).code(), ErrorCode::unreadableMedia);
}

}  // namespace
}  // namespace orator::media
