#include "core/base/output_guard.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/support/files.h"

namespace orator {
namespace {

namespace fs = std::filesystem;

class OutputGuard : public testing::Test {
 protected:
  OutputGuard() {
    fs::create_directory(folder_ / "clips");
    test::writeBytes(folder_ / "voice.wav", {1});
    test::writeBytes(folder_ / "clips" / "a.mp4", {2});
  }
  void refuses(const std::vector<fs::path>& outputs, const std::vector<fs::path>& inputs) {
    EXPECT_EQ(test::errorOf([&] { requireSeparateFiles(outputs, inputs); }).code(),
              ErrorCode::invalidArgument);
  }
  test::TemporaryFolder folder_;
};

TEST_F(OutputGuard, AnInputIsNoOutputUnderAnyName) {
  const fs::path voice = folder_ / "voice.wav";
  fs::create_symlink(voice, folder_ / "link");
  fs::create_hard_link(voice, folder_ / "hard");
  fs::create_directory_symlink(folder_.path(), folder_ / "way");
  refuses({voice}, {"", voice});
  for (const char* name : {"link", "hard", "way/voice.wav", "clips/../voice.wav"}) {
    refuses({folder_ / name}, {voice});
    refuses({voice}, {folder_ / name});
  }
}

TEST_F(OutputGuard, TwoOutputsHaveTwoNamesAlsoBeforeTheyExist) {
  refuses({folder_ / "new", folder_ / "clips" / ".." / "new"}, {});
  refuses({folder_ / "none" / "new", "", folder_ / "none" / "." / "new"}, {});
  requireSeparateFiles({folder_ / "new", folder_ / "newer", ""}, {folder_ / "voice.wav"});
}

TEST_F(OutputGuard, AFileOfAFolderThatIsReadIsNoOutput) {
  refuses({folder_ / "clips" / "a.mp4"}, {folder_ / "clips"});
  refuses({folder_ / "clips"}, {folder_ / "clips"});
  requireSeparateFiles({folder_ / "clips" / "report.json"}, {folder_ / "clips"});
}

}  // namespace
}  // namespace orator
