#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/pipeline/animate.h"
#include "tests/support/files.h"

namespace orator::pipeline {
namespace {

using test::errorOf;
using testing::HasSubstr;

AnimateRequest unusualRequest(const std::filesystem::path& folder) {
  AnimateRequest request;
  request.portrait = folder / u8"bild ä.png";
  request.voice = "/elsewhere/voice.wav";
  request.voiceCut = {0.1, 2.3, -3};
  request.output = folder / "videos" / "o.mp4";
  request.pack = "sadtalker";
  request.renderer = "facevid2vid";
  request.motion.blinkStrength = 0.1;
  request.motion.blinkRate = 7;
  request.motion.poseStyle = {{3, 0.25}, {45, 0.75}};
  request.motion.poseScale = {1, 0.3, 2, 0, 1.1, 1.0 / 3};
  request.motion.expressionScale = 1.7;
  request.motion.still = true;
  request.motion.seed = 4294967295u;
  request.motion.rerolls = {{3.2, 4.8, 9}, {10, 11.5, 4294967295u}};
  request.motion.anglePath = {std::vector<double>{}, {-20, 0.5, 20}, {7}};
  request.motion.poseReference = folder / "nod.mp4";
  request.motion.blinkReference = "/elsewhere/blink.mp4";
  request.motion.compat = true;
  request.idleSeconds = 2.5;
  request.render = {render::CropMode::extcrop, 720, "cuda", render::Precision::fast};
  request.frameRate = {50, 1};
  request.constantRateFactor = 23;
  request.face = 2;
  request.frames = FrameRange{7, 99};
  request.track = folder / "t.json";
  request.rotation = face::Rotation::upright;
  request.background = {1, 2, 3};
  return request;
}

TEST(RequestJson, KeepsEveryValueExactly) {
  const test::TemporaryFolder folder;
  const AnimateRequest saved = unusualRequest(folder.path());
  saveRequest(saved, folder / "r.json");
  const AnimateRequest loaded = loadRequest(folder / "r.json");
  EXPECT_EQ(loaded, saved);
}

TEST(RequestJson, AMovedFolderStillFindsItsFiles) {
  const test::TemporaryFolder folder;
  std::filesystem::create_directory(folder / "before");
  saveRequest(unusualRequest(folder / "before"), folder / "before" / "r.json");
  std::filesystem::rename(folder / "before", folder / "after");
  const AnimateRequest loaded = loadRequest(folder / "after" / "r.json");
  EXPECT_EQ(loaded.portrait, folder / "after" / u8"bild ä.png");
  EXPECT_EQ(loaded.voice, "/elsewhere/voice.wav");
}

TEST(RequestJson, AHandWrittenRequestMayBeShort) {
  const test::TemporaryFolder folder;
  writeFile(folder / "r.json", std::string(R"({"format": "orator-request", "version": 1, "portrait": "p.png",
    "voice": "v.wav", "output": "o.mp4", "motion": {"pose_style": 7, "pose_scale": 0.5}})"));
  const AnimateRequest request = loadRequest(folder / "r.json");
  EXPECT_EQ(request.portrait, folder / "p.png");
  EXPECT_EQ(request.motion.poseStyle.front().first, 7);
  EXPECT_EQ(request.motion.poseScale[5], 0.5);
  EXPECT_EQ(request.frameRate, (FrameRate{25, 1}));
  EXPECT_FALSE(request.face.has_value());
}

TEST(RequestJson, MistakesAreNamed) {
  const test::TemporaryFolder folder;
  const auto reason = [&](const std::string& text) {
    writeFile(folder / "r.json", text);
    const Error error = errorOf([&] { loadRequest(folder / "r.json"); });
    EXPECT_EQ(error.code(), ErrorCode::unreadableProject);
    return error.reason();
  };
  const auto with = [](const std::string& rest) {
    return R"({"format": "orator-request", "version": 1, )" + rest + "}";
  };
  EXPECT_THAT(reason("{"), HasSubstr("cut off"));
  EXPECT_THAT(reason("{x}"), HasSubstr("not valid JSON at byte 2"));
  EXPECT_THAT(reason("[]"), HasSubstr("must be an object"));
  EXPECT_THAT(reason("{}"), HasSubstr("not an Orator request"));
  EXPECT_THAT(reason(R"({"format": "orator-request", "version": 3})"), HasSubstr("newer"));
  EXPECT_THAT(reason(with(R"("potrait": "p.png")")), HasSubstr("\"potrait\""));
  EXPECT_THAT(reason(with(R"("motion": {"blink_strenght": 1})")), HasSubstr("\"blink_strenght\" in motion"));
  EXPECT_THAT(reason(with(R"("fps": 2.5)")), HasSubstr("\"fps\""));
  EXPECT_THAT(reason(with(R"("motion": {"still": 1})")), HasSubstr("\"still\""));
  EXPECT_THAT(reason(with(R"("frames": [1])")), HasSubstr("\"frames\""));
  EXPECT_THAT(reason(with(R"("render": {"crop": "half"})")), HasSubstr("half"));
  EXPECT_THAT(reason(with(R"("render": {"precision": "rough"})")), HasSubstr("rough"));
}

TEST(RequestJson, NumbersAreNotNarrowed) {
  const test::TemporaryFolder folder;
  const auto reason = [&](const std::string& rest) {
    writeFile(folder / "r.json", R"({"format": "orator-request", "version": 1, )" + rest + "}");
    return errorOf([&] { loadRequest(folder / "r.json"); }).reason();
  };
  EXPECT_THAT(reason(R"("crf": 1099511627776)"), HasSubstr("\"crf\" in the request is out of range"));
  EXPECT_THAT(reason(R"("motion": {"seed": -1})"), HasSubstr("\"seed\" in motion is out of range"));
  EXPECT_THAT(reason(R"("frames": [0.5, 2.9])"), HasSubstr("0.5 is no whole number"));
  EXPECT_THAT(reason(R"("motion": {"blink_rate": 61})"), HasSubstr("61 per minute is out of range"));
  writeFile(folder / "r.json", std::string(R"({"format": "orator-request", "version": 1099511627776})"));
  EXPECT_THAT(errorOf([&] { loadRequest(folder / "r.json"); }).reason(), HasSubstr("\"version\""));
}

TEST(RequestJson, AsksForTheNewVersionOnlyWhereOlderProgramsWouldNotUnderstand) {
  const test::TemporaryFolder folder;
  const auto text = [&](const AnimateRequest& request) {
    saveRequest(request, folder / "r.json");
    const std::vector<std::uint8_t> bytes = readFile(folder / "r.json", ErrorCode::unreadableProject);
    return std::string(bytes.begin(), bytes.end());
  };
  AnimateRequest request;
  EXPECT_THAT(text(request), HasSubstr("\"version\": 1"));
  request.frameRate = {30000, 1001};
  EXPECT_THAT(text(request), HasSubstr("\"version\": 2"));
  request.frameRate = {25, 1};
  request.motion.blinkReference = "/films/\xff.mp4";
  EXPECT_THAT(text(request), HasSubstr("\"version\": 2"));
}

TEST(RequestJson, AMissingFileIsSaidToBeMissing) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(errorOf([&] { loadRequest(folder / "none.json"); }).code(), ErrorCode::fileNotFound);
  EXPECT_EQ(errorOf([&] { saveRequest({}, folder / "none" / "r.json"); }).code(),
            ErrorCode::outputUnwritable);
}

}  // namespace
}  // namespace orator::pipeline
