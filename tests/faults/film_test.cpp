// The program that makes a film, on disks that fail and killed at any time. library_faults_test walks through
// all calls of a film; here are those that the program itself has to answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <random>

#include "core/base/error.h"
#include "in_child.h"
#include "tests/cli/program.h"
#include "tests/cli/sample.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;
using Names = std::vector<std::string>;

constexpr const char* kFilm = "out.mp4";

/// A folder in which a film lies that a new one is to replace.
class Film : public testing::Test {
 protected:
  Film() {
    EXPECT_EQ(run(folder_).exitCode, 0);
    new_ = readBytes(folder_ / kFilm);
    old_ = new_;
    old_.push_back(0);
    restore();
  }
  void restore() { writeBytes(folder_ / kFilm, old_); }

  static std::vector<std::string> words(const SampleFolder& folder) {
    return {"animate",  "--portrait", folder.portrait(), "--voice", folder.voice(),           "--size", "128",
            "--frames", "20:26",      "--resume",        "--out",   (folder / kFilm).string()};
  }
  static ProgramResult run(const SampleFolder& folder, const Names& environment = {}) {
    return runOrator(words(folder), environment);
  }

  /// The old film or the new one, and nothing beside it but finished frames.
  void judge(bool done) const {
    const Bytes film = readBytes(folder_ / kFilm);
    EXPECT_TRUE(film == new_ || (!done && film == old_));
    Names names = folder_.names();
    std::erase(names, std::string(kFilm) + ".frames");
    EXPECT_EQ(names, (Names{kFilm, "portrait.png", "voice.wav"}));
  }
  void worksAgain() {
    const ProgramResult again = run(folder_);
    EXPECT_EQ(again.exitCode, 0) << again.err;
    EXPECT_EQ(readBytes(folder_ / kFilm), new_);
    EXPECT_EQ(folder_.names(), (Names{kFilm, "portrait.png", "voice.wav"}));
  }

  /// @return whether the fault came to pass
  bool survives(const std::string& fault) {
    SCOPED_TRACE(fault);
    restore();
    const TemporaryFolder marks;
    const ProgramResult result = run(folder_, {"LD_PRELOAD=" ORATOR_FAULT_INJECTOR, "ORATOR_FAULT=" + fault,
                                               "ORATOR_FAULT_FOLDER=" + folder_.path().string(),
                                               "ORATOR_FAULT_MARK=" + (marks / "m").string()});
    const bool faulted = fs::exists(marks / "m");
    if (result.exitCode != 0) {
      EXPECT_NE(errorName(ErrorCode(result.exitCode)), "unknown") << result.exitCode << result.err;
      EXPECT_NE(result.exitCode, int(ErrorCode::internal)) << result.err;
      if (result.exitCode != int(ErrorCode::outOfMemory)) {
        EXPECT_THAT(result.err, testing::HasSubstr(folder_.path().string())) << "names no file";
      }
    }
    judge(result.exitCode == 0);
    EXPECT_TRUE(faulted || result.exitCode == 0) << result.err;
    if (result.exitCode != 0 && everythingIsAskedFor()) worksAgain();
    return faulted;
  }

  /// Some calls fail or, where everything is asked for, the first, the second ...
  void walk(const std::string& call, const std::string& what, std::initializer_list<int> some) {
    const auto fault = [&](int number) { return call + ":" + std::to_string(number) + ":" + what; };
    if (!everythingIsAskedFor())
      for (const int number : some) EXPECT_TRUE(survives(fault(number)));
    else
      for (int number = 1; survives(fault(number)) && !HasFailure();)
        number = std::max(number + 1, call == "alloc" ? int(number * 1.05) : 0);
  }

  SampleFolder folder_;
  Bytes old_, new_;
};

TEST_F(Film, IsNotLostToADiskThatFailsNorToMemoryOrThreadsThatAreRefused) {
  walk("write", std::to_string(EIO), {2});
  walk("write", std::to_string(ENOSPC) + ":on", {5});
  walk("open", std::to_string(EACCES), {4});
  walk("rename", std::to_string(EIO), {1});
  walk("fsync", std::to_string(EIO), {1});
  walk("close", std::to_string(EIO), {3});
  walk("alloc", std::to_string(256 << 10), {1, 30});
  walk("thread", std::to_string(EAGAIN) + ":on", {1, 2, 5});
  worksAgain();
}

TEST_F(Film, IsNotLostToAKillAtAnyTimeAndGoesOnToTheSameBytes) {
  std::mt19937 random(7);
  const int kills = everythingIsAskedFor() ? 100 : 1;
  const auto begin = std::chrono::steady_clock::now();
  worksAgain();
  const auto whole =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  restore();
  for (int number = 0; number < kills && !HasFailure(); ++number) {
    SCOPED_TRACE(number);
    const bool killed =
        killOratorAfter(words(folder_), std::chrono::microseconds(random() % std::uint32_t(whole.count())));
    const Bytes film = readBytes(folder_ / kFilm);
    EXPECT_TRUE(film == new_ || (killed && film == old_));
    worksAgain();
    restore();
  }
}

}  // namespace
}  // namespace orator::test
