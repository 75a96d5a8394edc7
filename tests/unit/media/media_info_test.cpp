#include "core/media/media_info.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/media/audio_reader.h"
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

/// One box of an MP4 file, its length in 64 bits.
std::vector<std::uint8_t> longBox(const std::string& type, std::uint64_t size) {
  std::vector<std::uint8_t> box{0, 0, 0, 1};
  box.insert(box.end(), type.begin(), type.end());
  for (int shift = 56; shift >= 0; shift -= 8) box.push_back(std::uint8_t(size >> shift));
  return box;
}

TEST(MediaInfo, BoxLengthsThatWrapOrRunOutOfTheFileEndTheSearch) {
  const TemporaryFolder folder;
  test::ffmpeg("-f lavfi -i sine=d=1 " + quoted(folder / "a.m4a"));
  const std::vector<std::uint8_t> whole = test::readBytes(folder / "a.m4a");
  const std::size_t first = std::size_t(whole[2]) << 8 | whole[3];  // behind the box ftyp
  // Backwards to itself, to the file's begin, to nothing, and far away.
  for (const std::uint64_t size : {std::uint64_t(0), ~std::uint64_t(0) - first + 1, ~std::uint64_t(0) - 15,
                                   std::uint64_t(1) << 63, std::uint64_t(1) << 40, std::uint64_t(8)}) {
    std::vector<std::uint8_t> bad(whole.begin(), whole.begin() + std::ptrdiff_t(first));
    const auto box = longBox("free", size);
    bad.insert(bad.end(), box.begin(), box.end());
    bad.insert(bad.end(), whole.begin() + std::ptrdiff_t(first), whole.end());
    test::writeBytes(folder / "bad.m4a", bad);
    try {
      EXPECT_FALSE(readMediaInfo(folder / "bad.m4a").fastStart) << size;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::unreadableMedia);
    }
  }
}

/// A file of holes is as long as its maker likes and takes no space: whoever walked to its end would walk for
/// an hour.
TEST(MediaInfo, ATerabyteOfHolesBehindTheSoundEndsTheSearch) {
  const TemporaryFolder folder;
  for (const char* name : {"a.wav", "a.mp3"}) {
    SCOPED_TRACE(name);
    test::ffmpeg("-f lavfi -i sine=d=1:r=16000 " + quoted(folder / name));
    std::filesystem::resize_file(folder / name, std::uintmax_t(1) << 40);
    try {
      EXPECT_TRUE(readMediaInfo(folder / name).hasAudio);
      readVoice16k(folder / name);
    } catch (const Error& error) {
      EXPECT_TRUE(error.code() == ErrorCode::unreadableMedia || error.code() == ErrorCode::invalidArgument)
          << error.what();
    }
  }
}

TEST(MediaInfo, ANameIsNoPatternAndNoAddress) {
  const TemporaryFolder folder;
  test::ffmpeg("-f lavfi -i testsrc=s=70x90:d=1:r=5 " + quoted(folder / "img%03d.jpg"));
  ASSERT_EQ(folder.names().size(), 5u);
  EXPECT_EQ(test::errorOf([&] { readMediaInfo(folder / "img%03d.jpg"); }).code(), ErrorCode::fileNotFound);
  test::ffmpeg("-f lavfi -i testsrc=s=80x60 -frames:v 1 " + quoted(folder / "one.jpg"));
  for (const char* name : {"img%03d.jpg", "img*.jpg", "concat:one.jpg|one.jpg", "x?.jpg"}) {
    std::filesystem::copy_file(folder / "one.jpg", folder / name);
    const MediaInfo info = readMediaInfo(folder / name);
    EXPECT_EQ(info.width, 80) << name;
    EXPECT_EQ(info.frames, 1) << name;
    EXPECT_EQ(info.durationSeconds, 0) << name;
  }
}

TEST(MediaInfo, CountsTheSoundTracks) {
  const TemporaryFolder folder;
  test::ffmpeg("-f lavfi -i sine=d=1 -f lavfi -i sine=d=1 -map 0 -map 1 -c:a aac " +
               quoted(folder / "two.mp4"));
  EXPECT_EQ(readMediaInfo(folder / "two.mp4").soundTracks, 2);
}

TEST(MediaInfo, RefusesWhatIsNoMedia) {
  const TemporaryFolder folder;
  test::writeBytes(folder / "x.mp4", std::vector<std::uint8_t>(2000, 'x'));
  EXPECT_EQ(test::errorOf([&] { readMediaInfo(folder / "x.mp4"); }).code(), ErrorCode::unreadableMedia);
}

}  // namespace
}  // namespace orator::media
