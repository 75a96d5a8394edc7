// From a video to a track and on to another film, through the real program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/media/media_info.h"
#include "core/media/picture.h"
#include "core/motion/track_io.h"
#include "program.h"
#include "sample.h"

namespace orator::test {
namespace {

using testing::HasSubstr;

class CaptureCommand : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  /// The sample portrait on film, with a tone as its sound where `sound`.
  std::string film(const std::string& name, double seconds, bool sound = false) const {
    const std::string length = std::to_string(seconds);
    ffmpeg("-loop 1 -i " + quoted(folder_ / "portrait.png") +
           (sound ? " -f lavfi -i sine=220:duration=" + length : "") + " -t " + length +
           " -r 25 -pix_fmt yuv420p " + quoted(folder_ / name));
    return path(name);
  }
  SampleFolder folder_;
};

TEST_F(CaptureCommand, WritesATrackAndAPortraitThatRenderTakes) {
  const std::string video = film("film.mp4", 1);
  for (const char* name : {"track.json", "track.csv", "track.mat"}) {
    const ProgramResult result =
        runOrator({"capture", video, "--out", path(name), "--portrait-out", path("calm.png"), "--overwrite"});
    ASSERT_EQ(result.exitCode, 0) << result.err;
    const motion::MotionTrack track = motion::readTrack(path(name));
    EXPECT_EQ(track.frames(), 25);
    EXPECT_EQ(track.basis, "studio");
    EXPECT_EQ(track.frameRate, (FrameRate{25, 1}));
  }
  EXPECT_EQ(media::readPicture(path("calm.png")).rgb.size(),
            media::readPicture(folder_.portrait()).rgb.size());
  const ProgramResult rendered = runOrator(
      {"render", "--track", path("track.csv"), "--portrait", path("calm.png"), "--out", path("made.mp4")});
  ASSERT_EQ(rendered.exitCode, 0) << rendered.err;
  EXPECT_EQ(media::readMediaInfo(path("made.mp4")).frames, 25);
}

TEST_F(CaptureCommand, TakesTheFramesThatAreAskedFor) {
  ASSERT_EQ(
      runOrator({"capture", film("film.mp4", 1.6), "--out", path("t.json"), "--frames", "10:30"}).exitCode,
      0);
  EXPECT_EQ(motion::readTrack(path("t.json")).frames(), 20);
  EXPECT_EQ(runOrator({"capture", path("film.mp4"), "--out", path("u.json"), "--frames", "30:10"}).exitCode,
            2);
  const ProgramResult behind =
      runOrator({"capture", path("film.mp4"), "--out", path("u.json"), "--frames", "900:950"});
  EXPECT_EQ(behind.exitCode, int(ErrorCode::unreadableMedia));
  EXPECT_THAT(behind.err, HasSubstr("Choose a part inside the video"));
  EXPECT_FALSE(std::filesystem::exists(path("u.json")));
}

TEST_F(CaptureCommand, ReplacesTracksAndNothingElseUnasked) {
  const std::string video = film("film.mp4", 0.8);
  ASSERT_EQ(runOrator({"capture", video, "--out", path("t.json")}).exitCode, 0);
  EXPECT_EQ(runOrator({"capture", video, "--out", path("t.json")}).exitCode, 0);
  const std::vector<std::uint8_t> foreign{'{', '}'};
  writeBytes(folder_ / "other.json", foreign);
  const ProgramResult refused = runOrator({"capture", video, "--out", path("other.json")});
  EXPECT_EQ(refused.exitCode, 2);
  EXPECT_THAT(refused.err, HasSubstr("--overwrite"));
  EXPECT_EQ(readBytes(folder_ / "other.json"), foreign);
  EXPECT_EQ(
      runOrator({"capture", video, "--out", path("u.json"), "--portrait-out", folder_.portrait()}).exitCode,
      2);
  EXPECT_EQ(runOrator({"capture", video, "--out", video}).exitCode, 2);
  EXPECT_FALSE(std::filesystem::exists(path("u.json")));
}

TEST_F(CaptureCommand, AVideoWithoutAFaceLeavesNothing) {
  ffmpeg("-f lavfi -i testsrc=size=128x128:rate=25:duration=1 " + quoted(folder_ / "bars.mp4"));
  const std::vector<std::string> before = folder_.names();
  const ProgramResult result =
      runOrator({"capture", path("bars.mp4"), "--out", path("t.json"), "--portrait-out", path("p.png")});
  EXPECT_EQ(result.exitCode, int(ErrorCode::noFace));
  EXPECT_THAT(result.err, HasSubstr("bars.mp4"));
  EXPECT_EQ(runOrator({"capture", folder_.voice(), "--out", path("t.json")}).exitCode,
            int(ErrorCode::unreadableMedia));
  EXPECT_EQ(folder_.names(), before);
}

TEST_F(CaptureCommand, AVideoDrivesAPortraitWithItsOwnSoundOrAnother) {
  const std::string video = film("film.mp4", 1, true), silent = film("silent.mp4", 1);
  const std::vector<std::string> common{"animate", "--portrait", folder_.portrait(), "--size", "128"};
  const auto animate = [&](std::vector<std::string> more) {
    more.insert(more.begin(), common.begin(), common.end());
    const ProgramResult result = runOrator(more);
    EXPECT_EQ(result.exitCode, 0) << result.err;
  };
  animate({"--drive", video, "--out", path("own.mp4"), "--save-request", path("r.json")});
  const media::MediaInfo own = media::readMediaInfo(path("own.mp4"));
  EXPECT_TRUE(own.hasAudio);
  EXPECT_NEAR(own.durationSeconds, 1, 0.1);
  animate({"--drive", silent, "--out", path("mute.mp4")});
  EXPECT_FALSE(media::readMediaInfo(path("mute.mp4")).hasAudio);
  animate({"--drive", silent, "--voice", folder_.voice(), "--out", path("other.mp4")});
  EXPECT_NEAR(media::readMediaInfo(path("other.mp4")).durationSeconds, 2, 0.1);
  ASSERT_EQ(runOrator({"render", "--request", path("r.json"), "--out", path("again.mp4")}).exitCode, 0);
  EXPECT_EQ(readBytes(folder_ / "again.mp4"), readBytes(folder_ / "own.mp4"));
  EXPECT_NE(runOrator({"animate", "--portrait", folder_.portrait(), "--drive", folder_.voice(), "--out",
                       path("none.mp4")})
                .exitCode,
            0);
  EXPECT_FALSE(std::filesystem::exists(path("none.mp4")));
}

}  // namespace
}  // namespace orator::test
