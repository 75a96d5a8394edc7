#include "core/learning/clips/held_out.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/files.h"

namespace orator::learning {
namespace {

TEST(HeldOutSpeakers, AreThoseOfTheListOrEverySixth) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "list.txt") << "ann\n\nbob\n";
  const HeldOut listed(folder / "list.txt"), hashed({});
  EXPECT_TRUE(listed.contains("ann"));
  EXPECT_FALSE(listed.contains("cid"));
  EXPECT_FALSE(listed.contains(""));
  int count = 0;
  for (int i = 0; i < 600; ++i) count += hashed.contains("speaker" + std::to_string(i));
  EXPECT_NEAR(count, 100, 40);
}

TEST(HeldOutSpeakers, AreIndependentOfTheShareThatIsLearnedFrom) {
  const HeldOut hashed({});
  int share = 0, heldOut = 0;
  for (int i = 0; i < 2400; ++i) {
    const std::string name = "speaker" + std::to_string(i);
    ASSERT_GE(nameHash(name), 0);
    ASSERT_LT(nameHash(name), 1);
    if (nameHash(name) >= 0.25) continue;
    ++share;
    heldOut += hashed.contains(name);
  }
  EXPECT_NEAR(share, 600, 90);
  EXPECT_NEAR(heldOut, 100, 40);
}

}  // namespace
}  // namespace orator::learning
