// orator watch.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/media/media_info.h"
#include "running_program.h"
#include "tests/cli/program.h"
#include "tests/cli/sample.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Watch : public testing::Test {
 protected:
  Watch() { fs::create_directory(folder_ / "in"); }
  fs::path in(const std::string& name) const { return folder_ / "in" / name; }
  fs::path film(const std::string& name) const { return folder_ / "films" / name; }
  std::vector<std::string> command(const std::vector<std::string>& more) const {
    std::vector<std::string> words{
        "watch", (folder_ / "in").string(), (folder_ / "films").string(), "--settle", "0.2", "--progress",
        "json"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  SampleFolder folder_;
};

TEST_F(Watch, MakesAFilmOfEachVoiceWithThePictureOfItsName) {
  fs::copy_file(folder_.voice(), in("anna.wav"));
  fs::copy_file(folder_.portrait(), in("anna.png"));
  fs::copy_file(folder_.voice(), in("nobody.wav"));
  fs::copy_file(folder_.voice(), in(".hidden.wav"));
  std::ofstream(in("notes.txt")) << "x";
  const ProgramResult run = runOrator(command({"--once"}));
  ASSERT_EQ(run.exitCode, 0) << run.err;
  EXPECT_EQ(run.events().back().at("films"), 1);
  EXPECT_EQ(media::readMediaInfo(film("anna.mp4")).frames, 50);
  EXPECT_FALSE(fs::exists(film("nobody.mp4")));

  // A film that is there is not made again until its voice changes; others get the portrait that is given.
  const ProgramResult again = runOrator(command({"--once", "--portrait", folder_.portrait()}));
  EXPECT_EQ(again.events().back().at("films"), 1);
  EXPECT_TRUE(fs::exists(film("nobody.mp4")));
  fs::last_write_time(in("anna.wav"), fs::file_time_type::clock::now() + std::chrono::seconds(5));
  EXPECT_EQ(runOrator(command({"--once"})).events().back().at("films"), 1);
}

TEST_F(Watch, GoesOnWhenAFileIsNoVoiceAndSaysSoBesideTheFilms) {
  std::ofstream(in("bad.wav")) << "this is no sound";
  fs::copy_file(folder_.voice(), in("good.wav"));
  const ProgramResult run = runOrator(command({"--once", "--portrait", folder_.portrait()}));
  ASSERT_EQ(run.exitCode, 0) << run.err;
  EXPECT_EQ(run.events().back().at("films"), 1);
  EXPECT_EQ(run.events().back().at("failures"), 1);
  const auto bytes = readBytes(film("bad.error.txt"));
  EXPECT_THAT(std::string(bytes.begin(), bytes.end()), HasSubstr("bad.wav"));

  fs::copy_file(folder_.voice(), in("bad.wav"), fs::copy_options::overwrite_existing);
  EXPECT_EQ(runOrator(command({"--once", "--portrait", folder_.portrait()})).events().back().at("films"), 1);
  EXPECT_FALSE(fs::exists(film("bad.error.txt")));
}

TEST_F(Watch, TakesWhatComesWhileItRunsOnceItIsWhole) {
  RunningProgram watching(command({"--portrait", folder_.portrait()}));
  const auto voice = readBytes(folder_.voice());
  std::ofstream growing(in("slow.wav"), std::ios::binary);
  growing.write(reinterpret_cast<const char*>(voice.data()), 100);
  growing.flush();
  usleep(50'000);
  growing.write(reinterpret_cast<const char*>(voice.data()) + 100, std::streamsize(voice.size() - 100));
  growing.close();
  EXPECT_TRUE(watching.waitFor("slow.mp4 is made")) << watching.err();
  EXPECT_EQ(media::readMediaInfo(film("slow.mp4")).frames, 50);
  EXPECT_EQ(watching.stop(), 0);
}

TEST_F(Watch, LeavesFilesAloneThatAreNamedLikeItsReports) {
  fs::create_directory(folder_ / "films");
  for (const char* name : {"bad", "good"})
    std::ofstream(film(name + std::string(".error.txt"))) << "my notes";
  std::ofstream(in("bad.wav")) << "this is no sound";
  fs::copy_file(folder_.voice(), in("good.wav"));
  const ProgramResult run = runOrator(command({"--once", "--portrait", folder_.portrait()}));
  ASSERT_EQ(run.exitCode, 0) << run.err;
  EXPECT_EQ(run.events().back().at("failures"), 1);
  for (const char* name : {"bad", "good"}) {
    const auto bytes = readBytes(film(name + std::string(".error.txt")));
    EXPECT_EQ(std::string(bytes.begin(), bytes.end()), "my notes") << name;
  }
}

TEST_F(Watch, IsOneOfAFolderOfFilmsAtATime) {
  RunningProgram watching(command({"--portrait", folder_.portrait()}));
  fs::copy_file(folder_.voice(), in("anna.wav"));
  ASSERT_TRUE(watching.waitFor("anna.mp4 is made")) << watching.err();
  const ProgramResult second = runOrator(command({"--once"}));
  EXPECT_EQ(second.exitCode, 30);
  EXPECT_THAT(second.err, HasSubstr("another program"));
  EXPECT_EQ(watching.stop(), 0);
  EXPECT_EQ(runOrator(command({"--once"})).exitCode, 0);
}

TEST_F(Watch, RefusesFoldersThatCannotBe) {
  const std::string in = (folder_ / "in").string();
  EXPECT_EQ(runOrator({"watch", (folder_ / "none").string(), in}).exitCode, 10);
  EXPECT_EQ(runOrator({"watch", in, in}).exitCode, 2);
}

}  // namespace
}  // namespace orator::test
