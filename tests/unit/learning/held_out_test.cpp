#include "core/learning/clips/held_out.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/learning/clips/split_set.h"
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

Clip clipOf(const std::string& speaker) {
  Clip clip;
  clip.name = clip.speaker = speaker;
  clip.points = at::zeros({5, 478, 3}, at::kHalf);
  clip.expression = at::zeros({5, 64});
  clip.pose = at::zeros({5, 6});
  clip.identity = at::zeros({20});
  clip.eyeOpening = clip.lipOpening = clip.lipWidth = at::zeros({5});
  clip.mel = at::zeros({80, 17});
  clip.voice = at::zeros({640 * 5}, at::kShort);
  return clip;
}

/// The one way from a set to what is learned from: nobody is on both sides.
TEST(SplitSet, LearnsFromNobodyWhoIsHeldOut) {
  const test::TemporaryFolder folder;
  const HeldOut rule({});
  std::size_t heldOut = 0;
  for (int i = 0; i < 30; ++i) {
    const Clip clip = clipOf("speaker" + std::to_string(i));
    writeClip(folder.path(), clip);
    heldOut += rule.contains(clip.speaker);
  }
  ASSERT_GT(heldOut, 0u);
  const Split split = splitSet({.set = folder.path(), .heldOut = {}}, {});
  EXPECT_EQ(split.validation.size(), heldOut);
  EXPECT_EQ(split.training.size(), 30 - heldOut);
  for (const Clip& clip : split.training) EXPECT_FALSE(rule.contains(clip.speaker)) << clip.speaker;
  for (const Clip& clip : split.validation) EXPECT_TRUE(rule.contains(clip.speaker)) << clip.speaker;

  std::ofstream(folder / "list.txt") << "speaker3\n";
  const Split listed = splitSet({.set = folder.path(), .heldOut = folder / "list.txt"}, {});
  ASSERT_EQ(listed.validation.size(), 1u);
  EXPECT_EQ(listed.validation[0].speaker, "speaker3");
}

TEST(Fingerprint, IsTheCollectionsOwn) {
  std::vector<Clip> clips{clipOf("ann"), clipOf("bob")};
  const std::string before = fingerprint(clips);
  EXPECT_EQ(before, fingerprint(clips));
  EXPECT_EQ(before.substr(0, 8), "2 clips ");
  clips[1].expression = at::full({5, 64}, 0.1f);
  EXPECT_NE(before, fingerprint(clips));
  EXPECT_NE(fingerprint({clips[0]}), fingerprint({clips[1]}));
}

}  // namespace
}  // namespace orator::learning
