// Every call to the disk that can fail, fails once: nothing that was saved is lost, and the user is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cerrno>
#include <csignal>
#include <random>

#include "core/base/error.h"
#include "core/tensor/mapped_file.h"
#include "in_child.h"
#include "scenario.h"
#include "tests/support/files.h"

namespace orator::test {
namespace {

struct Kind {
  const char* name;
  std::string call, what;
};

const Kind kKinds[] = {
    {"WriteBreaks", "write", std::to_string(EIO)},   {"DiskFull", "write", std::to_string(ENOSPC) + ":on"},
    {"OpenRefused", "open", std::to_string(EACCES)}, {"TooManyFilesOpen", "open", std::to_string(EMFILE)},
    {"RenameFails", "rename", std::to_string(EIO)},  {"FsyncFails", "fsync", std::to_string(EIO)},
    {"CloseFails", "close", std::to_string(EIO)},    {"FolderRefused", "mkdir", std::to_string(ENOSPC)},
    {"NoMemory", "alloc", std::to_string(64 << 10)}};

/// The calls that fail: each or, unless everything is asked for, the 1st, 2nd, 4th, 8th ...
int after(int number) {
  return everythingIsAskedFor() ? number + 1 : 2 * number;
}

std::vector<Scenario> scenarios() {
  std::vector<Scenario> all = projectScenarios();
  for (const Scenario& scenario : packScenarios()) all.push_back(scenario);
  for (const Scenario& scenario : filmScenarios()) all.push_back(scenario);
  return all;
}

/// @return whether the fault came to pass
bool survives(const Scenario& scenario, const std::string& fault) {
  SCOPED_TRACE(fault);
  const TemporaryFolder folder;
  scenario.prepare(folder.path());
  const Outcome outcome = inChild(fault, folder.path(), [&] { scenario.work(folder.path()); });
  if (outcome.code != 0) {
    EXPECT_NE(errorName(ErrorCode(outcome.code)), "unknown") << outcome.code << outcome.message;
    EXPECT_NE(outcome.code, int(ErrorCode::internal)) << outcome.message;
    if (outcome.code != int(ErrorCode::outOfMemory)) {
      EXPECT_THAT(outcome.message, testing::HasSubstr(folder.path().string())) << "names no file";
    }
  }
  scenario.judge(folder.path(), outcome.code == 0 ? Ending::done : Ending::failed);
  const Outcome again = inChild({}, folder.path(), [&] { scenario.work(folder.path()); });
  EXPECT_EQ(again.code, 0) << again.message;
  scenario.judge(folder.path(), outcome.code == 0 ? Ending::doneAfterKill : Ending::done);
  EXPECT_TRUE(outcome.faulted || outcome.code == 0) << outcome.message;
  return outcome.faulted;
}

/// One test for all kinds: loading its libraries takes a program longer than most kinds do.
class Faults : public testing::TestWithParam<Scenario> {};

TEST_P(Faults, CostNothingThatWasSaved) {
  for (const Kind& kind : kKinds) {
    SCOPED_TRACE(kind.name);
    const auto fault = [&](int number) { return kind.call + ":" + std::to_string(number) + ":" + kind.what; };
    for (int number = 1; survives(GetParam(), fault(number)) && !HasFailure();) number = after(number);
  }
}

TEST(WeightsThatDoNotFit, AreNotCalledDamaged) {
  const TemporaryFolder folder;
  writeBytes(folder / "large.safetensors", {0});
  std::filesystem::resize_file(folder / "large.safetensors", std::uintmax_t(8) << 30);  // a hole
  const Outcome outcome = inChild({}, folder.path(), [&] {
    const rlimit limit{std::size_t(4) << 30, std::size_t(4) << 30};
    if (setrlimit(RLIMIT_AS, &limit) == 0) tensor::mapFile(folder / "large.safetensors");
  });
  EXPECT_EQ(outcome.code, int(ErrorCode::outOfMemory)) << outcome.message;
}

class Kills : public testing::TestWithParam<Scenario> {};

/// Nothing that was saved is lost, and the next try succeeds.
void judgeKilled(const Scenario& scenario, const TemporaryFolder& folder) {
  scenario.judge(folder.path(), Ending::killed);
  const Outcome again = inChild({}, folder.path(), [&] { scenario.work(folder.path()); });
  EXPECT_EQ(again.code, 0) << again.message;
  scenario.judge(folder.path(), Ending::doneAfterKill);
}

void killBeforeAnyCallToTheDisk(const Scenario& scenario) {
  for (int number = 1;; number = after(number)) {
    SCOPED_TRACE(number);
    const TemporaryFolder folder;
    scenario.prepare(folder.path());
    const Outcome outcome = inChild("call:" + std::to_string(number) + ":kill", folder.path(),
                                    [&] { scenario.work(folder.path()); });
    judgeKilled(scenario, folder);
    if (!outcome.faulted || testing::Test::HasFailure()) return;
    EXPECT_EQ(outcome.code, 128 + SIGKILL);
  }
}

void killAtAnyTime(const Scenario& scenario) {
  std::mt19937 random(20240);
  std::chrono::microseconds whole{};
  const int kills = everythingIsAskedFor() ? 15 : 1;  // with those of the program, 200
  for (int number = 0; number <= kills; ++number) {
    SCOPED_TRACE(number);
    const TemporaryFolder folder;
    scenario.prepare(folder.path());
    const auto begin = std::chrono::steady_clock::now();
    std::optional<std::chrono::microseconds> when;  // the first is left alone: how long it takes
    if (number > 0) when = std::chrono::microseconds(random() % std::uint32_t(whole.count()));
    inChild(
        {}, folder.path(), [&] { scenario.work(folder.path()); }, when);
    if (number == 0)
      whole = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
    judgeKilled(scenario, folder);
    if (testing::Test::HasFailure()) return;
  }
}

TEST_P(Kills, CostNothingThatWasSaved) {
  killBeforeAnyCallToTheDisk(GetParam());
  killAtAnyTime(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, Kills, testing::ValuesIn(scenarios()),
                         [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(All, Faults, testing::ValuesIn(scenarios()),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace orator::test
