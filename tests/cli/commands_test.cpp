// What every other program relies on: help, exit codes, JSON forms.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/media/media_info.h"
#include "core/media/picture.h"
#include "program.h"
#include "sample.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

json readJson(const fs::path& file) {
  std::ifstream stream(file);
  return json::parse(stream);
}

TEST(CommandLine, HelpListsSubCommandsAndExitCodes) {
  const ProgramResult help = runOrator({"--help"});
  EXPECT_EQ(help.exitCode, 0);
  for (const char* word : {"animate", "motion", "capture", "render", "landmarks", "packs", "info", "bench",
                           "20  no face", "130  stopped by Ctrl-C"})
    EXPECT_THAT(help.out, HasSubstr(word));
}

TEST(CommandLine, EverySubCommandHasHelp) {
  for (const char* command :
       {"animate", "motion", "capture", "render", "landmarks", "packs", "info", "bench", "parameters"}) {
    const ProgramResult help = runOrator({command, "--help"});
    EXPECT_EQ(help.exitCode, 0) << command;
    EXPECT_THAT(help.out, HasSubstr("Usage: orator " + std::string(command)));
  }
}

TEST(CommandLine, AnimateHelpStatesRangesUnitsAndDefaults) {
  const std::string help = runOrator({"animate", "--help"}).out;
  for (const char* option : {"--portrait",
                             "--voice",
                             "--out",
                             "--pack",
                             "--renderer",
                             "--blink-strength",
                             "--blink-rate",
                             "--pose-style",
                             "--pose-scale",
                             "--expression-scale",
                             "--still",
                             "--crop",
                             "--fps",
                             "--size",
                             "--seed",
                             "--device",
                             "--precision",
                             "--face",
                             "--rotate",
                             "--background",
                             "--frames",
                             "--save-request",
                             "--progress",
                             "--idle",
                             "--pitch",
                             "--yaw",
                             "--roll",
                             "--pose-reference",
                             "--blink-reference",
                             "--reroll",
                             "--compat"})
    EXPECT_THAT(help, HasSubstr(option));
  std::string oneLine = help;
  for (std::size_t at; (at = oneLine.find('\n')) != std::string::npos;) {
    const std::size_t next = oneLine.find_first_not_of(' ', at + 1);
    oneLine.replace(at, (next == std::string::npos ? oneLine.size() : next) - at, " ");
  }
  EXPECT_THAT(oneLine, HasSubstr("(0..2, default 1)"));
  EXPECT_THAT(oneLine, HasSubstr("per minute"));
  EXPECT_THAT(oneLine, HasSubstr("(0..46, default 0)"));
}

TEST(CommandLine, AnUnknownOptionExitsWithTwoAndAHint) {
  const ProgramResult result =
      runOrator({"animate", "--portrait", "a", "--voice", "b", "--out", "c", "--blink-strenght", "1"});
  EXPECT_EQ(result.exitCode, 2);
  EXPECT_THAT(result.err, HasSubstr("Did you mean --blink-strength?"));
  EXPECT_THAT(runOrator({"anmate"}).err, HasSubstr("Did you mean animate?"));
}

TEST(CommandLine, ValuesOutsideTheirRangeExitWithTwo) {
  const std::vector<std::vector<std::string>> wrong{{"--blink-strength", "2.1"},
                                                    {"--blink-strength", "much"},
                                                    {"--pose-style", "47"},
                                                    {"--pose-style", "1.5"},
                                                    {"--pose-style", "3:0"},
                                                    {"--pose-scale", "-1"},
                                                    {"--pose-scale", "1,1"},
                                                    {"--pose-scale", "jaw:1"},
                                                    {"--pose-scale", "pitch:3"},
                                                    {"--yaw", "-20,0,61"},
                                                    {"--yaw", "left"},
                                                    {"--reroll", "4:3"},
                                                    {"--reroll", "3"},
                                                    {"--idle", "-1"},
                                                    {"--expression-scale", "4"},
                                                    {"--rotate", "45"},
                                                    {"--background", "#12345"},
                                                    {"--background", "plaid"},
                                                    {"--fps", "23"},
                                                    {"--size", "63"},
                                                    {"--size", "4000"},
                                                    {"--seed", "-1"},
                                                    {"--device", "tpu"},
                                                    {"--precision", "rough"},
                                                    {"--crop", "half"},
                                                    {"--frames", "5:5"},
                                                    {"--frames", "9"},
                                                    {"--face", "-1"},
                                                    {"--progress", "loud"}};
  for (const auto& option : wrong) {
    std::vector<std::string> arguments{"animate", "--portrait", "a.png", "--voice",
                                       "b.wav",   "--out",      "c.mp4"};
    arguments.insert(arguments.end(), option.begin(), option.end());
    const ProgramResult result = runOrator(arguments);
    EXPECT_EQ(result.exitCode, 2) << option[0] << ' ' << option[1] << ": " << result.err;
    EXPECT_THAT(result.err, HasSubstr(option[0]));
  }
}

TEST(CommandLine, ErrorsAreJsonWhenProgressIs) {
  const ProgramResult result = runOrator({"info", "/no/such/file", "--progress", "json"});
  EXPECT_EQ(result.exitCode, int(ErrorCode::fileNotFound));
  EXPECT_EQ(result.error().at("code"), "file_not_found");
  EXPECT_EQ(result.error().at("exit_code"), int(ErrorCode::fileNotFound));
  EXPECT_EQ(runOrator({"info", "--nonsense", "--progress=json"}).error().at("exit_code"), 2);
}

TEST(Packs, ListAndVerifyTheDefaultPack) {
  EXPECT_THAT(runOrator({"packs", "list"}).out, HasSubstr("studio"));
  const ProgramResult verification = runOrator({"packs", "verify", "studio", "--progress", "json"});
  EXPECT_EQ(verification.exitCode, 0) << verification.err;
  const json files = verification.events().back().at("files");
  EXPECT_FALSE(files.empty());
  for (const json& file : files) EXPECT_EQ(file.at("state"), "intact");
}

TEST(Info, DescribesSoundAndPictures) {
  const json sound = json::parse(runOrator({"info", sampleVoice().string(), "--json"}).out);
  EXPECT_EQ(sound.at("audio").at("channels"), 1);
  EXPECT_GT(sound.at("duration_seconds").get<double>(), 5);
  EXPECT_FALSE(sound.contains("video"));
  const json picture = json::parse(runOrator({"info", samplePortrait().string(), "--json"}).out);
  EXPECT_EQ(picture.at("video").at("width"), 512);
  EXPECT_EQ(picture.at("video").at("height"), 512);
}

void expectFace(const json& found, int width, int height) {
  EXPECT_EQ(found.at("box").size(), 4u);
  EXPECT_GT(found.at("presence").get<double>(), 0.5);
  ASSERT_EQ(found.at("points").size(), 478u);
  for (const json& point : found.at("points")) {
    ASSERT_EQ(point.size(), 3u);
    EXPECT_GE(point[0].get<double>(), 0);
    EXPECT_LT(point[0].get<double>(), width);
    EXPECT_GE(point[1].get<double>(), 0);
    EXPECT_LT(point[1].get<double>(), height);
  }
}

TEST(Info, SaysWhatIsUnusualAboutAPortraitAndWhatHelps) {
  const SampleFolder folder;
  const json plain = json::parse(runOrator({"info", "--json", folder.portrait()}).out)["portrait"];
  EXPECT_EQ(plain["faces"], 1);
  EXPECT_TRUE(plain["findings"].empty()) << plain.dump();
  cv::Mat lying;
  cv::rotate(folder.portraitRgb(), lying, cv::ROTATE_90_CLOCKWISE);
  const std::string file = folder.picture("lying.png", lying);
  const json found = json::parse(runOrator({"info", "--json", file}).out)["portrait"];
  ASSERT_FALSE(found["findings"].empty());
  EXPECT_EQ(found["findings"][0]["kind"], "on_its_side");
  EXPECT_EQ(found["findings"][0]["remedy"], "rotate_counterclockwise");
  EXPECT_THAT(runOrator({"info", file}).out, HasSubstr("--rotate 270"));
}

TEST(Landmarks, OfAPictureFollowTheSchema) {
  const SampleFolder folder;
  const ProgramResult result =
      runOrator({"landmarks", folder.portrait(), "--out", (folder / "l.json").string(), "--overlay",
                 (folder / "overlay.png").string()});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  const json landmarks = readJson(folder / "l.json");
  EXPECT_EQ(landmarks.at("width"), 512);
  EXPECT_EQ(landmarks.at("height"), 512);
  EXPECT_EQ(landmarks.at("fps"), 0);
  ASSERT_EQ(landmarks.at("frames").size(), 1u);
  EXPECT_EQ(landmarks["frames"][0].at("index"), 0);
  ASSERT_EQ(landmarks["frames"][0].at("faces").size(), 1u);
  expectFace(landmarks["frames"][0]["faces"][0], 512, 512);
  cv::Mat difference;
  cv::absdiff(media::readPicture(folder / "overlay.png").rgb, folder.portraitRgb(), difference);
  EXPECT_GT(cv::countNonZero(difference.reshape(1)), 1000);
}

TEST(Landmarks, OfAVideoHaveOneEntryPerFrame) {
  const SampleFolder folder;
  ffmpeg("-v error -loop 1 -framerate 25 -i " + quoted(fs::path(folder.portrait())) + " -i " +
         quoted(fs::path(folder.voice())) + " -frames:v 10 -t 0.4 -pix_fmt yuv420p " +
         quoted(folder / "clip.mp4"));
  const ProgramResult result =
      runOrator({"landmarks", (folder / "clip.mp4").string(), "--out", (folder / "l.json").string(),
                 "--overlay", (folder / "overlay.mp4").string()});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  const json landmarks = readJson(folder / "l.json");
  EXPECT_EQ(landmarks.at("fps"), 25);
  ASSERT_EQ(landmarks.at("frames").size(), 10u);
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_EQ(landmarks["frames"][i].at("index"), i);
    ASSERT_EQ(landmarks["frames"][i].at("faces").size(), 1u);
  }
  expectFace(landmarks["frames"][9]["faces"][0], 512, 512);
  EXPECT_EQ(media::readMediaInfo(folder / "overlay.mp4").frames, 10);
}

TEST(Landmarks, OfAPictureWithoutAFaceAreEmptyWithANote) {
  const SampleFolder folder;
  const std::string wall = folder.picture("wall.png", cv::Mat(300, 300, CV_8UC3, cv::Scalar(90, 120, 150)));
  const ProgramResult result = runOrator({"landmarks", wall, "--out", (folder / "l.json").string()});
  EXPECT_EQ(result.exitCode, 0);
  EXPECT_THAT(result.err, HasSubstr("no face found"));
  EXPECT_TRUE(readJson(folder / "l.json")["frames"][0]["faces"].empty());
}

TEST(Landmarks, RefusedInputLeavesNothing) {
  const SampleFolder folder;
  const std::vector<std::string> before = folder.names();
  EXPECT_EQ(runOrator({"landmarks", folder.voice(), "--out", (folder / "l.json").string()}).exitCode,
            int(ErrorCode::unreadableMedia));
  EXPECT_EQ(runOrator({"landmarks", folder.portrait(), "--out", (folder / "l.json").string(), "--overlay",
                       (folder / "o.mp4").string()})
                .exitCode,
            int(ErrorCode::invalidArgument));
  EXPECT_EQ(folder.names(), before);
}

TEST(Bench, MeasuresTheMeshWithAndWithoutItsFinish) {
  for (const char* finish : {"on", "off"}) {
    const ProgramResult result =
        runOrator({"bench", "--size", "128", "--frames", "2", "--finish", finish, "--json"});
    ASSERT_EQ(result.exitCode, 0) << result.err;
    const auto figures = nlohmann::json::parse(result.out);
    EXPECT_EQ(figures.at("sizes").at(0).at("frames"), 2);
    EXPECT_GT(figures.at("sizes").at(0).at("render_encode_fps"), 0);
  }
  EXPECT_EQ(runOrator({"bench", "--finish", "maybe"}).exitCode, 2);
}

}  // namespace
}  // namespace orator::test
