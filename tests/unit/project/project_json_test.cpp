#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "core/base/error.h"
#include "core/project/project.h"
#include "tests/support/files.h"
#include "tests/support/parameter_values.h"

namespace orator::project {
namespace {

Project everythingSet() {
  Project p;
  p.portrait = "/films/ada/portrait ü 中.png";
  p.voice = "/films/voices/ada.wav";
  p.track = "/films/ada/take2.json";
  p.face = 1;
  p.voiceCut = {0.5, 4.25, -3};
  p.idleSeconds = 7.5;
  p.frameRate = {30000, 1001};
  p.rotation = face::Rotation::half;
  p.background = {0, 177, 64};
  p.motion.blinkStrength = 0.5;
  p.motion.poseStyle = {{3, 0.25}, {17, 0.75}};
  p.motion.poseScale[2] = 1.5;
  p.motion.still = true;
  p.motion.seed = 4294967295u;
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
  p.edits.shifts = {{0.5, 0.75, -0.125}};
  p.words = {{{"Hello,", 0.5, 0.75, true}, {"中", 1, 1.5, false}}, true};
  p.showsWords = true;
  p.frames = FrameRange{5, 50};
  p.output = "/films/ada/out.mp4";
  p.constantRateFactor = 20;
  p.trim = pipeline::TimeRange{0.5, 1.25};
  p.scene.aspect = {9, 16};
  p.scene.behindFile = "/films/voices/beach.jpg";
  p.format.codec = media::VideoCodec::h265;
  p.consent = "Ada, 3 May: yes \xc3\xbc\n\"by letter\"";
  return p;
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

TEST(ProjectJson, readsTheNamesThatVersionsOneToFourGaveToSettings) {
  for (const char* version : {"1", "2", "3", "4"}) {
    const Project p =
        fromJson(std::string(R"({"format":"orator-project","version":)") + version +
                     R"(,"frame_rate":[50,1],"voice_edit":{"begin_seconds":0.5,"end_seconds":4,)"
                     R"("gain_decibel":-3,"track":2},"motion":{"pitch_path":[1,2],)"
                     R"("yaw_path":[3],"roll_path":[-4]},"render":{"crop":"crop",)"
                     R"("output_side":512},"range":[5,50],"idle_seconds":7,)"
                     R"("output":{"path":"out.mp4","constant_rate_factor":20}})",
                 "/x", "test");
    EXPECT_EQ(p.frameRate, (FrameRate{50, 1}));
    EXPECT_EQ(p.voiceCut, (media::VoiceCut{0.5, 4, -3, 2}));
    EXPECT_EQ(p.motion.anglePath, (std::array<std::vector<double>, 3>{{{1, 2}, {3}, {-4}}}));
    EXPECT_EQ(p.render.cropMode, render::CropMode::crop);
    EXPECT_EQ(p.render.outputSide, 512);
    EXPECT_EQ(p.frames, (FrameRange{5, 50}));
    EXPECT_EQ(p.idleSeconds, 7);
    EXPECT_EQ(p.output, "/x/out.mp4");
    EXPECT_EQ(p.constantRateFactor, 20);
  }
}

TEST(ProjectJson, everyValueOfEveryParameterSurvivesAProject) {
  for (const pipeline::Parameter& one : pipeline::parameters())
    for (const pipeline::FilmSettings& film : test::valuesOf(one)) {
      Project before;
      static_cast<pipeline::FilmSettings&>(before) = film;
      const std::string text = toJson(before, "/films/ada");
      EXPECT_EQ(fromJson(text, "/films/ada", "test"), before) << text;
    }
}

TEST(ProjectJson, everyWrongValueOfAParameterIsRefused) {
  for (const pipeline::Parameter& one : pipeline::parameters())
    for (const std::string& wrong : test::wrongJsonOf(one)) {
      const std::string entry = '"' + std::string(one.jsonKey()) + "\":" + wrong;
      std::string text = R"({"format":"orator-project","version":5,)";
      if (one.group.empty())
        text.append(entry);
      else
        text.append("\"").append(one.group).append("\":{").append(entry).append("}");
      expectRefused(text + "}");
    }
}

TEST(ProjectJson, editsOfTheirLeastAndLargestValuesSurvive) {
  const auto last = std::int64_t(pipeline::kFrameIndex.maximum);
  Project p;
  p.edits.blinks = {{kBlinkStart.minimum, kBlinkDuration.minimum, kBlinkDepth.minimum},
                    {kBlinkStart.maximum, kBlinkDuration.maximum, kBlinkDepth.maximum}};
  p.edits.blinkSpans = {{kSpanBegin.minimum, kSpanEnd.maximum}};
  p.edits.curves = {{0, {{0, float(kKeyOffset.minimum)}}},
                    {int(kColumn.maximum), {{1, 0.1f}, {last, float(kKeyOffset.maximum)}}}};
  p.edits.strokes = {{0, {0, last}, float(kStrokeRadius.minimum)}, {1, {0, 1}, float(kStrokeRadius.maximum)}};
  p.edits.gains = {{{0, last}, 0, 0}, {{0, 1}, 3, 2}};
  p.edits.rerolls = {{{0, last}, 0}, {{0, 1}, 4294967295u}};
  p.edits.columnGains = {{0, kColumnGain.minimum}, {1, kColumnGain.maximum}};
  EXPECT_EQ(fromJson(toJson(p, {}), {}, "test"), p);
  Project confined = p;
  confine(confined);
  EXPECT_EQ(confined, p);
}

TEST(ProjectJson, whatCouldNotBeOpenedAgainIsNotSavedAndCanBeConfined) {
  const auto refused = [](const std::function<void(Project&)>& change) {
    Project p;
    change(p);
    EXPECT_EQ(test::errorOf([&] { toJson(p, {}); }).code(), ErrorCode::invalidArgument);
    confine(p);
    EXPECT_EQ(fromJson(toJson(p, {}), {}, "test"), p);
  };
  refused([](Project& p) { p.edits.curves = {{3, {{0, std::numeric_limits<float>::infinity()}}}}; });
  refused([](Project& p) { p.edits.curves = {{3, {{9, 1}, {2, 1}}}}; });
  refused([](Project& p) { p.edits.curves = {{70, {}}}; });
  refused([](Project& p) { p.edits.blinks = {{std::nan(""), 0, 9}}; });
  refused([](Project& p) { p.edits.blinkSpans = {{-1e300, 1e300}}; });
  refused([](Project& p) { p.edits.gains = {{{5, 2}, 1, 1}}; });
  refused([](Project& p) { p.edits.rerolls = {{{0, 5}, ~0ull}}; });
  refused([](Project& p) { p.edits.strokes = {{0, {0, 5}, 0}}; });
  refused([](Project& p) { p.edits.columnGains = {{0, -1}}; });
  refused([](Project& p) { p.frameRate = {31, 1}; });
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

TEST(ProjectJson, refusesWhatItCannotUnderstand) {
  expectRefused("");
  expectRefused("[1,2]");
  expectRefused(R"({"format":"other","version":1})");
  expectRefused(R"({"format":"orator-project","version":6})");
  expectRefused(R"({"format":"orator-project","version":3,"idle_seconds":-1})");
  expectRefused(R"({"format":"orator-project","version":3,"idle_seconds":3601})");
  expectRefused(
      R"({"format":"orator-project","version":2,"edits":{"blinks":[{"start_seconds":5,"duration_seconds":0,"depth":1}]}})");
  expectRefused(R"({"format":"orator-project","version":1,"motion":{"blink_strength":9}})");
  expectRefused(
      R"({"format":"orator-project","version":1,"motion":{"pose_style":[{"style":47,"weight":1}]}})");
  expectRefused(R"({"format":"orator-project","version":1,"motion":"fast"})");
  expectRefused(R"({"format":"orator-project","version":1,"frame_rate":[25,0]})");
  expectRefused(R"({"format":"orator-project","version":1,"render":{"crop":"oval"}})");
  expectRefused(
      R"({"format":"orator-project","version":1,"edits":{"blinks":[{"begin":5,"end":2,"depth":1}]}})");
  expectRefused(R"({"format":"orator-project","version":1,"edits":{"curves":[{"column":70,"keys":[]}]}})");
  expectRefused(R"({"format":"orator-project","version":1,"motion":{"blink_rate":60.5}})");
  expectRefused(R"({"format":"orator-project","version":1,"range":[9,2]})");
  expectRefused(R"({"format":"orator-project","version":1099511627776})");
  expectRefused(R"({"format":"orator-project","version":1.5})");
  expectRefused(
      R"({"format":"orator-project","version":5,"edits":{"curves":[{"column":1,"keys":[{"frame":0,"offset":1e39}]}]}})");
  expectRefused(R"({"format":"orator-project","version":5,"edits":{"rerolls":[{"range":[0,5],"seed":-1}]}})");
  expectRefused(
      R"({"format":"orator-project","version":5,"edits":{"strokes":[{"column":0,"range":[0.5,5],"radius_frames":1}]}})");
}

}  // namespace
}  // namespace orator::project
