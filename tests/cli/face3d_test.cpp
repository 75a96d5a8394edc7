// The 3D face as a video, through the program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/media/media_info.h"
#include "program.h"
#include "sample.h"
#include "tests/unit/bfm/synthetic_bfm.h"

namespace orator::test {
namespace {

using testing::HasSubstr;

TEST(Face3d, WritesAVideoFromPortraitAndVoiceAndFromATrack) {
  const SampleFolder folder;
  const std::string track = (folder / "track.json").string(), second = (folder / "track.mp4").string();
  const ProgramResult spoken =
      runOrator({"face3d", "--portrait", folder.portrait(), "--voice", folder.voice(), "--out",
                 folder.output(), "--size", "128", "--landmarks"});
  ASSERT_EQ(spoken.exitCode, 0) << spoken.err;
  const media::MediaInfo info = media::readMediaInfo(folder.output());
  EXPECT_EQ(info.width, 128);
  EXPECT_EQ(info.height, 128);
  EXPECT_EQ(info.frames, 50);
  EXPECT_EQ(info.audioCodec, "aac");

  ASSERT_EQ(runOrator({"motion", "--portrait", folder.portrait(), "--voice", folder.voice(), "--out", track})
                .exitCode,
            0);
  const ProgramResult silent = runOrator({"face3d", "--portrait", folder.portrait(), "--track", track,
                                          "--out", second, "--look", "textured", "--size", "96"});
  ASSERT_EQ(silent.exitCode, 0) << silent.err;
  EXPECT_FALSE(media::readMediaInfo(second).hasAudio);
}

TEST(Face3d, ReplaysARequest) {
  const SampleFolder folder;
  const std::string request = (folder / "clip.json").string(), out = (folder / "face.mp4").string();
  ASSERT_EQ(runOrator({"animate", "--portrait", folder.portrait(), "--voice", folder.voice(), "--out",
                       folder.output(), "--size", "128", "--frames", "0:10", "--save-request", request})
                .exitCode,
            0);
  const ProgramResult result = runOrator({"face3d", "--request", request, "--out", out, "--size", "96"});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  EXPECT_EQ(media::readMediaInfo(out).frames, 10);
}

TEST(Face3d, TheBaselFaceModelIsImportedForThisUser) {
  const TemporaryFolder folder;
  const SyntheticBfm published(folder / "BFM_Fitting");
  const std::vector<std::string> environment{"XDG_DATA_HOME=" + (folder / "data").string()};
  const ProgramResult result = runOrator({"packs", "import", published.folder.string()}, environment);
  EXPECT_EQ(result.exitCode, 0) << result.err;
  EXPECT_TRUE(std::filesystem::exists(folder / "data/orator/models/bfm/face_model.safetensors"));

  std::filesystem::remove(published.folder / "std_exp.txt");
  const ProgramResult lacking = runOrator({"packs", "import", published.folder.string()}, environment);
  EXPECT_EQ(lacking.exitCode, 10);
  EXPECT_THAT(lacking.err, HasSubstr("std_exp.txt"));
}

TEST(Face3d, NamesWhatIsMissingOrWrong) {
  const SampleFolder folder;
  const auto refused = [&](std::vector<std::string> more, const std::string& name) {
    more.insert(more.begin(), {"face3d", "--out", folder.output()});
    const ProgramResult result = runOrator(more);
    EXPECT_EQ(result.exitCode, 2) << result.err;
    EXPECT_THAT(result.err, HasSubstr(name));
  };
  refused({}, "--portrait");
  refused({"--portrait", folder.portrait()}, "--voice");
  refused({"--portrait", folder.portrait(), "--voice", folder.voice(), "--size", "12"}, "--size");
  refused({"--portrait", folder.portrait(), "--voice", folder.voice(), "--turn", "90"}, "--turn");
  refused({"--portrait", folder.portrait(), "--voice", folder.voice(), "--look", "gold"}, "--look");
}

}  // namespace
}  // namespace orator::test
