// What lies on the disk is safe from every output of every command.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>

#include "core/media/media_info.h"
#include "program.h"
#include "sample.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

using Words = std::vector<std::string>;

Words operator+(Words a, const Words& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

class Outputs : public testing::Test {
 protected:
  Words animate(const std::string& out, const Words& more = {}) const {
    return Words{"animate", "--portrait", folder_.portrait(), "--voice", folder_.voice(),
                 "--size",  "128",        "--frames",         "0:10",    "--out",
                 path(out)} +
           more;
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  /// The command ends with 2 and every file is as it was.
  void refusesWithoutATrace(const Words& words) {
    std::map<std::string, std::vector<std::uint8_t>> before;
    for (const std::string& name : folder_.names()) before[name] = readBytes(folder_ / name);
    const ProgramResult result = runOrator(words);
    EXPECT_EQ(result.exitCode, 2) << testing::PrintToString(words) << result.err;
    std::map<std::string, std::vector<std::uint8_t>> after;
    for (const std::string& name : folder_.names()) after[name] = readBytes(folder_ / name);
    EXPECT_TRUE(before == after) << testing::PrintToString(words);
  }
  SampleFolder folder_;
};

TEST_F(Outputs, AreNeverAnInputOrEachOther) {
  fs::create_hard_link(folder_.voice(), folder_ / "hard.mp4");
  fs::create_symlink("portrait.png", folder_ / "link.mp4");
  ASSERT_EQ(runOrator(animate("first.mp4", {"--save-request", path("r.json")})).exitCode, 0);
  ASSERT_EQ(runOrator({"motion", "--portrait", folder_.portrait(), "--voice", folder_.voice(), "--out",
                       path("t.json")})
                .exitCode,
            0);
  for (const char* input : {"portrait.png", "voice.wav", "hard.mp4", "link.mp4"}) {
    refusesWithoutATrace(animate(input));
    refusesWithoutATrace(animate("out.mp4", {"--save-request", path(input)}));
  }
  refusesWithoutATrace(animate("out.mp4", {"--save-request", path("out.mp4")}));
  fs::copy_file(fs::path(ORATOR_SOURCE_DIR) / "resources/presets/web.json", folder_ / "preset.json");
  refusesWithoutATrace(
      animate("out.mp4", {"--preset", path("preset.json"), "--save-request", path("preset.json")}));
  refusesWithoutATrace(animate("out.mp4", {"--save-request", path("out.mp4.frames")}));
  refusesWithoutATrace({"render", "--request", path("r.json"), "--out", path("r.json")});
  refusesWithoutATrace({"face3d", "--request", path("r.json"), "--out", path("r.json")});
  refusesWithoutATrace(
      {"render", "--track", path("t.json"), "--portrait", folder_.portrait(), "--out", path("t.json")});
  fs::rename(folder_.voice(), folder_ / "voice.json");  // FFmpeg does not go by the name
  refusesWithoutATrace({"motion", "--portrait", folder_.portrait(), "--voice", path("voice.json"), "--out",
                        path("voice.json")});
  refusesWithoutATrace({"landmarks", folder_.portrait(), "--out", folder_.portrait()});
  refusesWithoutATrace(
      {"landmarks", folder_.portrait(), "--out", path("l.json"), "--overlay", folder_.portrait()});
  refusesWithoutATrace({"landmarks", folder_.portrait(), "--out", path("l.png"), "--overlay", path("l.png")});
}

TEST_F(Outputs, ReplaceNoFileThatIsNoFilmUnlessToldTo) {
  writeBytes(folder_ / "thesis.mp4", {'a', 'b', 'c'});
  refusesWithoutATrace(animate("thesis.mp4"));
  ASSERT_EQ(runOrator(animate("film.mp4", {"--save-request", path("r.json")})).exitCode, 0);
  refusesWithoutATrace({"render", "--request", path("r.json"), "--out", path("thesis.mp4")});
  EXPECT_EQ(runOrator(animate("film.mp4")).exitCode, 0) << "a film is replaced";
  EXPECT_EQ(runOrator(animate("thesis.mp4", {"--overwrite"})).exitCode, 0);
}

TEST_F(Outputs, DevicesAndPipesStayWhatTheyAre) {
  ASSERT_EQ(mkfifo(path("pipe.mp4").c_str(), 0600), 0);
  EXPECT_EQ(runOrator(animate("pipe.mp4")).exitCode, 30);
  EXPECT_TRUE(fs::is_fifo(folder_ / "pipe.mp4"));
  Words words = animate("x", {"--container", "mp4"});
  words[std::size_t(std::find(words.begin(), words.end(), "--out") - words.begin()) + 1] = "/dev/null";
  EXPECT_EQ(runOrator(words).exitCode, 30);
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(Outputs, UnrelatedFilesNamedLikeSideFilesStay) {
  writeBytes(folder_ / "precious", {'p'});
  writeBytes(folder_ / "a.mp4.frames", {'f'});
  writeBytes(folder_ / "a.mp4.part", {'q'});
  fs::create_symlink("precious", folder_ / "b.mp4.frames");
  fs::create_symlink("precious", folder_ / "b.mp4.part");
  for (const char* film : {"a.mp4", "b.mp4"}) {
    const ProgramResult result = runOrator(animate(film, {"--resume", "--progress", "json"}));
    EXPECT_EQ(result.exitCode, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("cannot be used"));
  }
  EXPECT_EQ(readBytes(folder_ / "precious").size(), 1u);
  EXPECT_EQ(readBytes(folder_ / "a.mp4.frames").size(), 1u);
  EXPECT_EQ(readBytes(folder_ / "a.mp4.part").size(), 1u);
  for (const char* link : {"b.mp4.frames", "b.mp4.part"}) EXPECT_TRUE(fs::is_symlink(folder_ / link));
}

TEST_F(Outputs, OfProgramsThatWriteOneFileOneWinsAndTheOthersSaySo) {
  const auto results = runTogether({animate("one.mp4"), animate("one.mp4"), animate("one.mp4")});
  int won = 0;
  for (const ProgramResult& result : results) {
    won += result.exitCode == 0;
    if (result.exitCode != 0) {
      EXPECT_EQ(result.exitCode, 30);
      EXPECT_THAT(result.err, HasSubstr("another program"));
    }
  }
  EXPECT_GE(won, 1);
  EXPECT_EQ(media::readMediaInfo(folder_ / "one.mp4").frames, 10);
  EXPECT_EQ(folder_.names(), (Words{"one.mp4", "portrait.png", "voice.wav"}));
}

TEST_F(Outputs, NoSignalLeavesAPartOfAFile) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGXCPU}) {
    const ProgramResult result = signalOrator({"animate", "--portrait", folder_.portrait(), "--voice",
                                               folder_.voice(), "--fps", "50", "--out", path("o.mp4")},
                                              "render", signal);
    EXPECT_EQ(result.exitCode, 130) << signal;
    EXPECT_EQ(folder_.names(), (Words{"portrait.png", "voice.wav"})) << signal;
  }
}

TEST_F(Outputs, AFileThatMayNotGrowIsAFullDisk) {
  const FileSizeLimit limit(2000);  // the program inherits it, with the signal at its default
  std::signal(SIGXFSZ, SIG_DFL);
  const ProgramResult result = runOrator(animate("o.mp4"));
  EXPECT_EQ(result.exitCode, 31) << result.err;
  EXPECT_EQ(folder_.names(), (Words{"portrait.png", "voice.wav"}));
}

/// The next file that is opened would take the number of a stream that is missing, and be told of progress.
TEST_F(Outputs, HoldNothingOfWhatIsToldWhereTheStandardStreamsAreMissing) {
  ASSERT_EQ(runOrator(animate("usual.mp4")).exitCode, 0);
  for (const char* missing : {"<&-", ">&-", "2>&-", "<&- >&- 2>&-"}) {
    const Words words = animate("o.mp4", {"--save-request", path("r.json"), "--progress", "json"});
    EXPECT_EQ(runOratorByShell({}, words, missing).exitCode, 0) << missing;
    EXPECT_EQ(readBytes(folder_ / "o.mp4"), readBytes(folder_ / "usual.mp4")) << missing;
    EXPECT_NO_THROW(nlohmann::json::parse(readBytes(folder_ / "r.json"))) << missing;
  }
}

TEST_F(Outputs, ThatCannotBeToldAreAnError) {
  for (const Words& words :
       {Words{"info", "--json", folder_.voice()}, Words{"parameters"}, Words{"--help"}, animate("o.mp4")}) {
    const ProgramResult result = runOratorByShell({}, words, ">/dev/full");
    EXPECT_EQ(result.exitCode, 30) << words[0];
    EXPECT_THAT(result.err, HasSubstr("standard output")) << words[0];
  }
}

TEST_F(Outputs, PrivateFilesStayPrivate) {
  ASSERT_EQ(runOrator(animate("o.mp4")).exitCode, 0);
  fs::permissions(folder_ / "o.mp4", fs::perms::owner_read | fs::perms::owner_write);
  ASSERT_EQ(runOrator(animate("o.mp4")).exitCode, 0);
  EXPECT_EQ(fs::status(folder_ / "o.mp4").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace
}  // namespace orator::test
