#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/project/project.h"

namespace orator::project {
namespace {

Project everythingSet() {
  Project p;
  p.portrait = "/films/ada/portrait ü 中.png";
  p.voice = "/films/voices/ada.wav";
  p.track = "/films/ada/take2.json";
  p.face = 1;
  p.voiceEdit = {0.5, 4.25, -3};
  p.idleSeconds = 7.5;
  p.frameRate = {30, 1};
  p.motion.blinkStrength = 0.5;
  p.motion.poseStyle = {{3, 0.25}, {17, 0.75}};
  p.motion.poseScale[2] = 1.5;
  p.motion.still = true;
  p.motion.seed = 123456789012345ull;
  p.motion.anglePath[1] = {0, 20.5, -10};
  p.motion.poseReference = "/films/ada/nod.mp4";
  p.motion.blinkReference = "/films/voices/blinks.mp4";
  p.motion.compat = true;
  p.motion.rerolls = {{1.5, 2.5, 7}};
  p.render.cropMode = render::CropMode::crop;
  p.render.outputSide = 512;
  p.edits.blinks = {{0.16, 0.22, 0.75}};
  p.edits.blinkSpans = {{0.1, 0.4}, {2, 2.3}};
  p.edits.curves = {{66, {{3, 0.5f}, {9, -0.25f}}}};
  p.edits.strokes = {{12, {5, 15}, 2.5f}};
  p.edits.gains = {{{1, 8}, 1.5, 0.5}};
  p.edits.rerolls = {{{10, 20}, 99}};
  p.edits.columnGains = {{7, 1.5}, {0, 0}};
  p.range = FrameRange{5, 50};
  p.output = {"/films/ada/out.mp4", 20};
  return p;
}

TEST(ProjectJson, keepsEverything) {
  const Project before = everythingSet();
  const Project after = fromJson(toJson(before, "/films/ada"), "/films/ada", "test");
  EXPECT_TRUE(before == after) << toJson(after, {});
  EXPECT_EQ(after.edits, before.edits);
  EXPECT_EQ(after.motion, before.motion);
}

TEST(ProjectJson, writesPathsRelativeToItsFolder) {
  const std::string text = toJson(everythingSet(), "/films/ada");
  EXPECT_EQ(text.find("/films"), std::string::npos) << text;
  const Project moved = fromJson(text, "/elsewhere/ada", "test");
  EXPECT_EQ(moved.voice, "/elsewhere/voices/ada.wav");
}

TEST(ProjectJson, keepsDefaultsForMissingKeysAndIgnoresUnknownOnes) {
  const Project p = fromJson(R"({"format":"orator-project","version":1,"later":[1]})", "/x", "test");
  EXPECT_TRUE(p == Project{});
}

TEST(ProjectJson, readsTheBlinksOfVersionOneWhichCountedFrames) {
  const Project p = fromJson(R"({"format":"orator-project","version":1,"frame_rate":[50,1],)"
                             R"("edits":{"blinks":[{"begin":10,"end":20,"depth":0.5}]}})",
                             "/x", "test");
  ASSERT_EQ(p.edits.blinks->size(), 1u);
  EXPECT_DOUBLE_EQ(p.edits.blinks->front().startSeconds, 0.2);
  EXPECT_DOUBLE_EQ(p.edits.blinks->front().durationSeconds, 0.2);
}

TEST(ProjectJson, keepsIdleSecondsAndAsksForVersionThreeOnlyWhereTheyAreUsed) {
  Project p;
  EXPECT_NE(toJson(p, {}).find("\"version\": 2"), std::string::npos) << "older programs open it";
  p.idleSeconds = 12.5;
  const std::string text = toJson(p, {});
  EXPECT_NE(text.find("\"version\": 3"), std::string::npos) << "older programs would lose them";
  EXPECT_DOUBLE_EQ(fromJson(text, {}, "test").idleSeconds, 12.5);
}

TEST(ProjectJson, isIdleWhereThereIsNeitherVoiceNorTrack) {
  Project p;
  p.idleSeconds = 5;
  EXPECT_TRUE(isIdle(p));
  EXPECT_DOUBLE_EQ(toRequest(p).idleSeconds, 5);
  p.voice = "/films/voice.wav";
  EXPECT_FALSE(isIdle(p));
  EXPECT_DOUBLE_EQ(toRequest(p).idleSeconds, 0);
  p.voice.clear();
  p.track = "/films/track.json";
  EXPECT_FALSE(isIdle(p));
}

void expectRefused(const std::string& text) {
  try {
    fromJson(text, "/x", "the file");
    FAIL() << text;
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::unreadableProject);
    EXPECT_EQ(e.subject(), "the file");
    EXPECT_FALSE(e.remedy().empty());
  }
}

TEST(ProjectJson, refusesWhatItCannotUnderstand) {
  expectRefused("");
  expectRefused("[1,2]");
  expectRefused(R"({"format":"other","version":1})");
  expectRefused(R"({"format":"orator-project","version":5})");
  expectRefused(R"({"format":"orator-project","version":3,"idle_seconds":-1})");
  expectRefused(R"({"format":"orator-project","version":3,"idle_seconds":3601})");
  expectRefused(
      R"({"format":"orator-project","version":2,"edits":{"blinks":[{"start_seconds":5,"duration_seconds":0,"depth":1}]}})");
  expectRefused(R"({"format":"orator-project","version":1,"motion":{"blink_strength":9}})");
  expectRefused(
      R"({"format":"orator-project","version":1,"motion":{"pose_style":[{"style":46,"weight":1}]}})");
  expectRefused(R"({"format":"orator-project","version":1,"motion":"fast"})");
  expectRefused(R"({"format":"orator-project","version":1,"frame_rate":[25,0]})");
  expectRefused(R"({"format":"orator-project","version":1,"render":{"crop":"oval"}})");
  expectRefused(
      R"({"format":"orator-project","version":1,"edits":{"blinks":[{"begin":5,"end":2,"depth":1}]}})");
  expectRefused(R"({"format":"orator-project","version":1,"edits":{"curves":[{"column":70,"keys":[]}]}})");
  expectRefused(R"({"format":"orator-project","version":1,"motion":{"blink_rate":60.5}})");
  expectRefused(R"({"format":"orator-project","version":1,"range":[9,2]})");
}

}  // namespace
}  // namespace orator::project
