#include "core/base/process.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
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

TEST(Process, IsOverWhenItEndsWhateverItLeavesInTheBackground) {
  const ProcessResult result = runProcess({"sh", "-c", "sleep 1000 & echo $!"});
  EXPECT_EQ(result.exitCode, 0);
  EXPECT_EQ(kill(pid_t(std::stol(result.out)), SIGKILL), 0) << "it was still running";
}

TEST(Process, IsNoProgramOfTheCurrentFolderUnlessPathNamesIt) {
  const test::TemporaryFolder folder;
  writeFile(folder / "planted", std::string("#!/bin/sh\necho planted\n"));
  std::filesystem::permissions(folder / "planted", std::filesystem::perms::owner_all);
  const std::filesystem::path before = std::filesystem::current_path();
  const std::string path = std::getenv("PATH");
  std::filesystem::current_path(folder.path());
  setenv("PATH", (":" + path + ":").c_str(), 1);
  const ErrorCode code = test::errorOf([] { runProcess({"planted"}); }).code();
  setenv("PATH", path.c_str(), 1);
  std::filesystem::current_path(before);
  EXPECT_EQ(code, ErrorCode::fileNotFound);
  EXPECT_EQ(runProcess({(folder / "planted").string()}).out, "planted");
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
