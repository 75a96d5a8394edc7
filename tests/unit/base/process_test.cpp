#include "core/base/process.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
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
  EXPECT_FALSE(isProgramThere("no-such-program-here"));
  EXPECT_TRUE(isProgramThere("sh"));
}

}  // namespace
}  // namespace orator
