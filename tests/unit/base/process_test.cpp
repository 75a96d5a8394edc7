#include "core/base/process.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "tests/support/files.h"

namespace orator {
namespace {

TEST(Process, TellsWhatAProgramWroteAndHowItEnded) {
  const ProcessResult result = runProcess({"sh", "-c", "echo out; echo err >&2; exit 7"});
  EXPECT_EQ(result.exitCode, 7);
  EXPECT_EQ(result.out, "out");
  EXPECT_EQ(result.err, "err");
  EXPECT_EQ(runProcess({"sh", "-c", "kill -9 $$"}).exitCode, 128 + 9);
}

TEST(Process, TakesMuchFromBothStreamsAtOnce) {
  const ProcessResult result =
      runProcess({"sh", "-c", "head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero"});
  EXPECT_EQ(result.out.size(), 300000u);
  EXPECT_EQ(result.err.size(), 300000u);
}

TEST(Process, PassesItsWordsOnWithoutAShell) {
  EXPECT_EQ(runProcess({"echo", "$HOME `id` 'x'"}).out, "$HOME `id` 'x'");
}

TEST(Process, HasNothingToRead) {
  EXPECT_EQ(runProcess({"cat"}).out, "");
}

TEST(Process, IsRefusedWhereThereIsNoSuchProgram) {
  EXPECT_EQ(test::errorOf([] { runProcess({"no-such-program-here"}); }).code(), ErrorCode::fileNotFound);
  EXPECT_TRUE(programInPath("no-such-program-here").empty());
  EXPECT_TRUE(programInPath("/no/such/program").empty());
  EXPECT_EQ(programInPath("sh").filename(), "sh");
  EXPECT_EQ(programInPath(programInPath("sh").string()), programInPath("sh"));
}

TEST(Process, ReadsAFileAndKeepsTheLastOfWhatItSays) {
  const test::TemporaryFolder folder;
  writeFile(folder / "in", std::string(9000, 'a') + "end\n");
  EXPECT_EQ(runProcess({"cat"}, {.input = folder / "in", .mostBytes = 5}).out, "aend");
}

TEST(Process, IsEndedWithWhatItStartedOnRequest) {
  const test::TemporaryFolder folder;
  const std::filesystem::path child = folder / "child";
  std::stop_source stop;
  std::jthread user([&] {
    while (!isFile(child) || sizeOfFile(child) == 0)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    stop.request_stop();
  });
  const std::string script = "sleep 1000 & echo $! > " + child.string() + "; wait";
  const Error error = test::errorOf([&] {
    runProcess({"sh", "-c", script}, {}, {stop.get_token(), nullptr});
  });
  EXPECT_EQ(error.code(), ErrorCode::cancelled);
  int number = 0;
  std::ifstream(child) >> number;
  bool isGone = false;
  for (int look = 0; look < 1000 && !isGone; ++look) {
    // A child whose parent has gone may wait as a zombie for whoever takes it over.
    std::ifstream status("/proc/" + std::to_string(number) + "/stat");
    std::string id, name, state;
    isGone = !(status >> id >> name >> state) || state == "Z";
    if (!isGone) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_TRUE(isGone);
}

}  // namespace
}  // namespace orator
