#include "core/base/partial_folder.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "core/base/files.h"
#include "tests/support/files.h"

namespace orator {
namespace {

namespace fs = std::filesystem;

class PartialFolders : public testing::Test {
 protected:
  void fill(const fs::path& folder, const std::string& text) const {
    fs::create_directories(folder);
    writeFile(folder / "content", text);
  }
  std::string content() const {
    const auto bytes = test::readBytes(place_ / "content");
    return {bytes.begin(), bytes.end()};
  }
  /// Another program that is killed where `work` ends.
  template <typename Work>
  void killed(const Work& work) const {
    const pid_t process = ::fork();
    if (process == 0) {
      work();
      ::raise(SIGKILL);
    }
    int status = 0;
    ::waitpid(process, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
  }

  const test::TemporaryFolder folder_;
  const fs::path place_ = folder_ / "pack";
};

TEST_F(PartialFolders, AppearWholeAndReplaceWhatWasThere) {
  fill(place_, "old");
  {
    PartialFolder next(place_);
    fill(next.path(), "new");
    EXPECT_EQ(content(), "old");
    next.commit();
    EXPECT_EQ(content(), "new");
  }
  EXPECT_EQ(folder_.names(), std::vector<std::string>{"pack"});
}

TEST_F(PartialFolders, GoAwayWithoutATraceWhereTheyAreNotCommitted) {
  fill(place_, "old");
  {
    const PartialFolder next(place_);
    fill(next.path() / "deep", "new");
  }
  EXPECT_EQ(content(), "old");
  EXPECT_EQ(folder_.names(), std::vector<std::string>{"pack"});
}

TEST_F(PartialFolders, AreMadeByOneProgramAtATime) {
  const PartialFolder first(place_);
  const Error refused = test::errorOf([&] { const PartialFolder second(place_); });
  EXPECT_EQ(refused.code(), ErrorCode::outputUnwritable);
  EXPECT_EQ(refused.subject(), place_.string());
  const PartialFolder other(folder_ / "other");
}

TEST_F(PartialFolders, OfKilledProgramsAreTidiedUpByTheNext) {
  fill(place_, "old");
  killed([&] {
    const auto* abandoned = new PartialFolder(place_);
    fill(abandoned->path(), "half");
  });
  EXPECT_EQ(content(), "old");
  EXPECT_GT(folder_.names().size(), 1u);
  { const PartialFolder next(folder_ / "other"); }
  EXPECT_EQ(folder_.names(), std::vector<std::string>{"pack"});
}

/// As on disks that cannot exchange two folders in one step.
TEST_F(PartialFolders, PutBackWhatAKilledProgramHadMovedAway) {
  fill(folder_ / ".orator-0123456789abcdef.old", "old");
  writeFile(folder_ / ".orator-0123456789abcdef.lock", std::string("pack"));
  { const PartialFolder next(place_); }
  EXPECT_EQ(content(), "old");
  EXPECT_EQ(folder_.names(), std::vector<std::string>{"pack"});
}

TEST_F(PartialFolders, LeaveFoldersOfOthersAlone) {
  fill(folder_ / "pack.part", "mine");
  fill(folder_ / "pack.old", "mine");
  fill(place_, "old");
  {
    PartialFolder next(place_);
    fill(next.path(), "new");
    next.commit();
  }
  EXPECT_EQ(folder_.names(), (std::vector<std::string>{"pack", "pack.old", "pack.part"}));
  test::writeBytes(folder_ / "file", {1});
  EXPECT_EQ(test::errorOf([&] { const PartialFolder next(folder_ / "file"); }).code(),
            ErrorCode::outputUnwritable);
}

}  // namespace
}  // namespace orator
