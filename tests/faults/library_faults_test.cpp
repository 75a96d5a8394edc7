// Every call to the disk that can fail, fails once: nothing that was saved is lost, and the user is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <random>

#include "core/base/error.h"
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

void PrintTo(const Kind& kind, std::ostream* out) {
  *out << kind.name;
}

/// The calls that fail: all of the first ones, and unless everything is asked for the later with growing
/// gaps.
int after(int number) {
  constexpr int kAll = 8;
  return everythingIsAskedFor() || number < kAll ? number + 1 : number + number / 3;
}

std::vector<Scenario> scenarios() {
  std::vector<Scenario> all = projectScenarios();
  for (const Scenario& scenario : packScenarios()) all.push_back(scenario);
  return all;
}

class Faults : public testing::TestWithParam<std::tuple<Scenario, Kind>> {};

TEST_P(Faults, CostNothingThatWasSaved) {
  const auto& [scenario, kind] = GetParam();
  for (int number = 1;; number = after(number)) {
    const std::string fault = kind.call + ":" + std::to_string(number) + ":" + kind.what;
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
    if (!outcome.faulted) {
      EXPECT_EQ(outcome.code, 0) << outcome.message;
      return;
    }
    if (HasFailure()) return;
  }
}

class Kills : public testing::TestWithParam<Scenario> {};

/// Nothing that was saved is lost, and the next try succeeds.
void judgeKilled(const Scenario& scenario, const TemporaryFolder& folder) {
  scenario.judge(folder.path(), Ending::killed);
  const Outcome again = inChild({}, folder.path(), [&] { scenario.work(folder.path()); });
  EXPECT_EQ(again.code, 0) << again.message;
  scenario.judge(folder.path(), Ending::doneAfterKill);
}

TEST_P(Kills, BeforeAnyCallToTheDiskCostNothingThatWasSaved) {
  const Scenario& scenario = GetParam();
  for (int number = 1;; number = after(number)) {
    SCOPED_TRACE(number);
    const TemporaryFolder folder;
    scenario.prepare(folder.path());
    const Outcome outcome = inChild("call:" + std::to_string(number) + ":kill", folder.path(),
                                    [&] { scenario.work(folder.path()); });
    judgeKilled(scenario, folder);
    if (!outcome.faulted || HasFailure()) return;
    EXPECT_EQ(outcome.code, 128 + SIGKILL);
  }
}

TEST_P(Kills, AtAnyTimeCostNothingThatWasSaved) {
  const Scenario& scenario = GetParam();
  std::mt19937 random(20240);
  std::chrono::microseconds whole{};
  const int kills = everythingIsAskedFor() ? 17 : 1;  // with those of a film, 200
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
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Kills, testing::ValuesIn(scenarios()),
                         [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(All, Faults,
                         testing::Combine(testing::ValuesIn(scenarios()), testing::ValuesIn(kKinds)),
                         [](const auto& one) {
                           return std::get<0>(one.param).name + "_" + std::get<1>(one.param).name;
                         });

}  // namespace
}  // namespace orator::test
