// From a film of one person to a pack and on to another film, through the real program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <nlohmann/json.hpp>

#include "core/media/picture.h"
#include "core/motion/track_io.h"
#include "program.h"
#include "sample.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// The sample's head, 480 x 480, the face about 200 pixels high.
fs::path headOf(const SampleFolder& folder) {
  const fs::path head = folder / "head.png";
  ffmpeg("-i " + quoted(folder / "portrait.png") + " -vf crop=260:260:95:0,scale=480:480:flags=lanczos " +
         quoted(head));
  return head;
}

/// Ten seconds of the sample who speaks, made by the program once for all tests.
const fs::path& speakingFilm() {
  static const SampleFolder folder;
  static const fs::path film = [] {
    ffmpeg("-stream_loop 9 -i " + quoted(folder / "voice.wav") + " -t 10 " + quoted(folder / "long.wav"));
    const ProgramResult made =
        runOrator({"animate", "--portrait", headOf(folder).string(), "--voice",
                   (folder / "long.wav").string(), "--out", (folder / "person.mp4").string()});
    EXPECT_EQ(made.exitCode, 0) << made.err;
    return folder / "person.mp4";
  }();
  return film;
}

class Personalise : public testing::Test {
 protected:
  std::vector<std::string> environment() const { return {"XDG_DATA_HOME=" + data_.path().string()}; }
  ProgramResult run(const std::vector<std::string>& arguments) const {
    return runOrator(arguments, environment());
  }
  std::vector<std::string> command(const fs::path& video, const std::string& name = "anna") const {
    return {"personalise", "--video", video.string(), "--out", name, "--mouth-steps", "4",
            "--eye-steps", "2",       "--threads",    "1"};
  }
  fs::path packs() const { return data_ / "orator/models/packs"; }
  std::vector<std::string> installed() const {
    std::vector<std::string> names;
    if (fs::exists(packs()))
      for (const auto& entry : fs::directory_iterator(packs()))
        names.push_back(entry.path().filename().string());
    return names;
  }
  /// What a video is refused with; nothing is left of the attempt.
  std::string refused(const fs::path& video, ErrorCode code) const {
    const ProgramResult result = run(command(video));
    EXPECT_EQ(result.exitCode, int(code)) << result.err;
    EXPECT_THAT(result.err, HasSubstr(video.filename().string()));
    EXPECT_TRUE(installed().empty());
    return result.err;
  }
  fs::path path(const std::string& name) const { return folder_ / name; }

  SampleFolder folder_;
  TemporaryFolder data_;
};

TEST_F(Personalise, MakesAPackThatFilmsUseAndThatIsManagedLikeAnyOther) {
  const ProgramResult made = run(command(speakingFilm()));
  ASSERT_EQ(made.exitCode, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("installed person-anna"));
  EXPECT_EQ(installed(), std::vector<std::string>{"person-anna"}) << "the work folder is gone";
  const fs::path pack = packs() / "person-anna";
  EXPECT_EQ(media::readPicture(pack / "portrait.png").rgb.cols, 480);
  EXPECT_GT(media::readPicture(pack / "comparison.png").rgb.cols, 1000);
  const ProgramResult verified = run({"packs", "verify", "person-anna"});
  EXPECT_EQ(verified.exitCode, 0) << verified.out;
  EXPECT_THAT(run({"packs", "list"}).out, HasSubstr("Person: anna"));
  EXPECT_THAT(run({"packs", "report", "person-anna"}).out, HasSubstr("judged on the last 2.5 s"));

  // The head moves in the person's own style, which is style 46, unless another one is asked for.
  const auto track = [&](const std::string& name, std::vector<std::string> more) {
    std::vector<std::string> arguments{"motion",        "--portrait", folder_.portrait(), "--voice",
                                       folder_.voice(), "--out",      path(name).string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProgramResult result = run(arguments);
    EXPECT_EQ(result.exitCode, 0) << result.err;
    return motion::readTrack(path(name)).rows;
  };
  const auto own = track("own.json", {"--pack", "person-anna"});
  EXPECT_EQ(own, track("46.json", {"--pack", "person-anna", "--pose-style", "46"}));
  EXPECT_NE(own, track("0.json", {"--pack", "person-anna", "--pose-style", "0"}));
  const ProgramResult general = run({"motion", "--portrait", folder_.portrait(), "--voice", folder_.voice(),
                                     "--pose-style", "46", "--out", path("x.json").string()});
  EXPECT_EQ(general.exitCode, int(ErrorCode::invalidArgument));
  EXPECT_THAT(general.err, HasSubstr("it is the style of one person"));
  const ProgramResult film =
      run({"animate", "--portrait", (pack / "portrait.png").string(), "--voice", folder_.voice(), "--pack",
           "person-anna", "--size", "128", "--out", folder_.output()});
  EXPECT_EQ(film.exitCode, 0) << film.err;

  const std::string file = path("anna.oratorpack").string();
  ASSERT_EQ(run({"packs", "export", "person-anna", file}).exitCode, 0);
  ASSERT_EQ(run({"packs", "rename", "person-anna", "berta"}).exitCode, 0);
  ASSERT_EQ(run({"packs", "install", file}).exitCode, 0);
  EXPECT_THAT(installed(), testing::UnorderedElementsAre("person-anna", "person-berta"));
  const ProgramResult again = run(command(speakingFilm()));
  EXPECT_EQ(again.exitCode, int(ErrorCode::invalidArgument));
  EXPECT_THAT(again.err, HasSubstr("--overwrite"));
  for (const char* name : {"person-anna", "person-berta"})
    ASSERT_EQ(run({"packs", "delete", name}).exitCode, 0);
  EXPECT_TRUE(installed().empty());
  EXPECT_EQ(run({"packs", "delete", "studio"}).exitCode, int(ErrorCode::invalidArgument));
}

TEST_F(Personalise, ThatWasKilledGoesOnWhereItWas) {
  std::vector<std::string> arguments = command(speakingFilm(), path("packs/person-anna").string());
  killOrator(arguments, "eyes", 0);
  EXPECT_FALSE(fs::exists(path("packs/person-anna")));
  const ProgramResult resumed = runOrator(arguments);
  ASSERT_EQ(resumed.exitCode, 0) << resumed.err;
  EXPECT_THAT(resumed.err + resumed.out, HasSubstr("going on with what was learned before"));
  EXPECT_TRUE(fs::exists(path("packs/person-anna/pack.json")));
}

TEST_F(Personalise, ATooShortOrFacelessVideoLeavesNoPack) {
  const fs::path head = headOf(folder_);
  const auto still = [&](const std::string& name, const std::string& filter, const std::string& seconds) {
    ffmpeg("-loop 1 -i " + quoted(head) + " -t " + seconds + " -r 25 " + filter + " -pix_fmt yuv420p " +
           quoted(path(name)));
    return path(name);
  };
  EXPECT_THAT(refused(still("short.mp4", "", "3"), ErrorCode::noFace), HasSubstr("10 to 60 s"));
  EXPECT_THAT(refused(still("five.mp4", "-frames:v 5", "1"), ErrorCode::noFace), HasSubstr("half a second"));
  EXPECT_THAT(refused(still("small.mp4", "-vf scale=150:150", "9"), ErrorCode::pictureTooSmall),
              HasSubstr("pixels high"));
  ffmpeg("-f lavfi -i testsrc=size=128x128:rate=25:duration=9 " + quoted(path("bars.mp4")));
  EXPECT_THAT(refused(path("bars.mp4"), ErrorCode::noFace), HasSubstr("no face was found"));
  EXPECT_EQ(run(command(folder_.voice())).exitCode, int(ErrorCode::unreadableMedia));
  EXPECT_EQ(run(command(path("nowhere.mp4"))).exitCode, int(ErrorCode::fileNotFound));
  EXPECT_EQ(run(command(path("short.mp4"), "a b")).exitCode, int(ErrorCode::invalidArgument));
  // A folder of somebody's that is no pack is not replaced by one.
  fs::create_directory(path("person-notes"));
  fs::copy_file(folder_.voice(), path("person-notes/precious.wav"));
  std::vector<std::string> over = command(path("short.mp4"), path("person-notes").string());
  over.emplace_back("--overwrite");
  EXPECT_EQ(run(over).exitCode, int(ErrorCode::invalidArgument));
  EXPECT_TRUE(fs::exists(path("person-notes/precious.wav")));
}

TEST_F(Personalise, AStillAndSilentPersonKeepsTheGeneralNetworks) {
  ffmpeg("-loop 1 -i " + quoted(headOf(folder_)) + " -t 9 -r 25 -pix_fmt yuv420p " +
         quoted(path("still.mp4")));
  const ProgramResult made = run(command(path("still.mp4")));
  ASSERT_EQ(made.exitCode, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("general network kept"));
  EXPECT_THAT(made.out, HasSubstr("no voice to learn from"));
  EXPECT_FALSE(fs::exists(packs() / "person-anna/finish_mouth.safetensors"));
}

}  // namespace
}  // namespace orator::test
