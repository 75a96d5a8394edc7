#include "core/base/scratch_folder.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "core/base/files.h"
#include "tests/support/files.h"

namespace orator {
namespace {

namespace fs = std::filesystem;

/// The system's folder for files that nobody keeps, for as long as the test lasts.
class ScratchFolders : public testing::Test {
 protected:
  ScratchFolders() { setenv("TMPDIR", place_.path().c_str(), 1); }
  ~ScratchFolders() override { unsetenv("TMPDIR"); }
  test::TemporaryFolder place_;
};

TEST_F(ScratchFolders, AreTheUsersAloneUnderNamesThatNobodyCanKnow) {
  const ScratchFolder first("bench"), second("bench");
  EXPECT_NE(first / "a", second / "a");
  ASSERT_EQ(place_.names().size(), 2u);
  EXPECT_EQ(fs::status((first / "a").parent_path()).permissions(), fs::perms::owner_all);
}

TEST_F(ScratchFolders, GoAwayWithWhatIsInThem) {
  {
    const ScratchFolder folder("bench");
    writeFile(folder / "film.mp4", std::string("x"));
  }
  EXPECT_TRUE(place_.names().empty());
}

TEST_F(ScratchFolders, ThatCannotBeMadeAreRefused) {
  setenv("TMPDIR", "/proc", 1);
  EXPECT_EQ(test::errorOf([] { ScratchFolder("bench"); }).code(), ErrorCode::outputUnwritable);
}

}  // namespace
}  // namespace orator
