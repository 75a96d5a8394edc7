// The way from portrait and voice to a finished video, through the program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <opencv2/imgproc.hpp>

#include "core/media/media_info.h"
#include "core/media/picture.h"
#include "core/media/video_reader.h"
#include "program.h"
#include "sample.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

std::vector<std::string> animate(const SampleFolder& folder, const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"animate", "--portrait",    folder.portrait(), "--voice", folder.voice(),
                                     "--out",   folder.output(), "--size",          "256"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// Every frame of a video below one another.
std::vector<cv::Mat> framesOf(const fs::path& file) {
  media::VideoReader reader(file);
  std::vector<cv::Mat> frames;
  double seconds = 0;
  for (cv::Mat rgb; reader.read(rgb, seconds);) frames.push_back(rgb.clone());
  return frames;
}

TEST(Animate, WritesAnMp4AsLongAsTheVoice) {
  const SampleFolder folder;
  const ProgramResult result = runOrator(animate(folder));
  ASSERT_EQ(result.exitCode, 0) << result.err;
  const media::MediaInfo info = media::readMediaInfo(folder.output());
  EXPECT_EQ(info.videoCodec, "h264");
  EXPECT_EQ(info.pixelFormat, "yuv420p");
  EXPECT_EQ(info.audioCodec, "aac");
  EXPECT_EQ(info.sampleRateHz, 16000);
  EXPECT_EQ(info.channels, 1);
  EXPECT_EQ(info.width, 256);
  EXPECT_EQ(info.frames, 50);
  EXPECT_TRUE(info.fastStart);
  EXPECT_NEAR(info.durationSeconds, 2.0, 0.1);
}

TEST(Animate, MovesTheFace) {
  const SampleFolder folder;
  ASSERT_EQ(runOrator(animate(folder)).exitCode, 0);
  const std::vector<cv::Mat> frames = framesOf(folder.output());
  ASSERT_EQ(frames.size(), 50u);
  double largest = 0;
  for (const cv::Mat& frame : frames) {
    cv::Mat difference;
    cv::absdiff(frame, frames.front(), difference);
    largest = std::max(largest, cv::mean(difference.reshape(1))[0]);
  }
  EXPECT_GT(largest, 0.3);
}

TEST(Animate, JsonProgressIsMonotonicAndEndsWithTheResult) {
  const SampleFolder folder;
  const ProgramResult result = runOrator(animate(folder, {"--progress", "json"}));
  ASSERT_EQ(result.exitCode, 0) << result.err;
  const std::vector<json> events = result.events();
  std::string stage;
  std::int64_t done = 0;
  bool rendered = false;
  for (const json& event : events) {
    if (event.at("event") != "progress") continue;
    if (event.at("stage") != stage) done = 0;
    stage = event.at("stage");
    EXPECT_GE(event.at("done").get<std::int64_t>(), done);
    done = event.at("done");
    rendered = rendered || stage == "render";
  }
  EXPECT_TRUE(rendered);
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(events.back().at("event"), "finished");
  EXPECT_EQ(events.back().at("frames"), 50);
  EXPECT_EQ(events.back().at("output"), folder.output());
}

TEST(Animate, ASavedRequestReplaysBitForBit) {
  const SampleFolder folder;
  const std::string request = (folder / "request.json").string();
  ASSERT_EQ(
      runOrator(animate(folder, {"--seed", "7", "--pose-style", "3:0.5,17:0.5", "--save-request", request}))
          .exitCode,
      0);
  const std::string again = (folder / "again.mp4").string();
  const ProgramResult result = runOrator({"render", "--request", request, "--out", again});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  EXPECT_EQ(readBytes(folder.output()), readBytes(again));
}

TEST(Animate, FrameRatesKeepTheDuration) {
  for (const int fps : {24, 30, 60}) {
    const SampleFolder folder;
    ASSERT_EQ(runOrator(animate(folder, {"--fps", std::to_string(fps)})).exitCode, 0);
    EXPECT_EQ(media::readMediaInfo(folder.output()).frames, 2 * fps) << fps;
  }
}

TEST(Animate, RatesOfNtscVideoAreRenderedAndReplayed) {
  const SampleFolder folder;
  const std::string request = (folder / "r.json").string(), again = (folder / "again.mp4").string();
  ASSERT_EQ(runOrator(animate(folder, {"--fps", "29.97", "--save-request", request})).exitCode, 0);
  const media::MediaInfo info = media::readMediaInfo(folder.output());
  EXPECT_EQ(info.frameRate, (FrameRate{30000, 1001}));
  EXPECT_EQ(info.frames, 60);
  ASSERT_EQ(runOrator({"render", "--request", request, "--out", again}).exitCode, 0);
  EXPECT_EQ(readBytes(folder.output()), readBytes(again));
}

TEST(Animate, FramesTakesAPart) {
  const SampleFolder folder;
  const ProgramResult result = runOrator(animate(folder, {"--frames", "10:35"}));
  ASSERT_EQ(result.exitCode, 0) << result.err;
  const media::MediaInfo info = media::readMediaInfo(folder.output());
  EXPECT_EQ(info.frames, 25);
  EXPECT_NEAR(info.durationSeconds, 1.0, 0.1);
}

TEST(Animate, SeveralFacesWorkWithANote) {
  const SampleFolder folder;
  cv::Mat both;
  cv::hconcat(folder.portraitRgb(), folder.portraitRgb(), both);
  folder.picture("portrait.png", both);
  const ProgramResult result = runOrator(animate(folder, {"--progress", "json"}));
  ASSERT_EQ(result.exitCode, 0) << result.err;
  std::string notes;
  for (const json& event : result.events())
    if (event.at("event") == "note") notes += event.at("text").get<std::string>() + "\n";
  EXPECT_THAT(notes, HasSubstr("2 faces"));
  EXPECT_EQ(runOrator(animate(folder, {"--face", "1"})).exitCode, 0);
  EXPECT_EQ(runOrator(animate(folder, {"--face", "2"})).exitCode, 2);
}

/// Films of other files say so; what is seen in them may be the same.
void expectSamePictures(const fs::path& a, const fs::path& b) {
  const std::vector<cv::Mat> one = framesOf(a), other = framesOf(b);
  ASSERT_EQ(one.size(), other.size());
  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_EQ(cv::norm(one[i], other[i], cv::NORM_INF), 0) << i;
}

TEST(Animate, ATurnedPictureGivesTheSameFilmWhenItIsTurnedBack) {
  const SampleFolder folder;
  cv::Mat lying;
  cv::rotate(folder.portraitRgb(), lying, cv::ROTATE_90_CLOCKWISE);
  const std::string turned = folder.picture("lying.png", lying), other = (folder / "other.mp4").string();
  const auto animate = [&](const std::string& portrait, const std::string& out,
                           std::vector<std::string> more) {
    std::vector<std::string> arguments{"animate",  "--portrait", portrait, "--voice", folder.voice(),
                                       "--frames", "0:3",        "--out",  out};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return runOrator(arguments);
  };
  ASSERT_EQ(animate(folder.portrait(), folder.output(), {}).exitCode, 0);
  const std::string request = (folder / "request.json").string();
  ASSERT_EQ(animate(turned, other, {"--rotate", "270", "--save-request", request}).exitCode, 0);
  expectSamePictures(folder.output(), other);
  const auto saved = readBytes(request);
  EXPECT_THAT(std::string(saved.begin(), saved.end()), HasSubstr("\"rotate\": \"270\""));
  ASSERT_EQ(runOrator({"render", "--request", request, "--out", other}).exitCode, 0);
  expectSamePictures(folder.output(), other);
}

TEST(Animate, AHugePictureIsReducedWithANote) {
  const SampleFolder folder;
  cv::Mat wide, huge;
  cv::copyMakeBorder(folder.portraitRgb(), wide, 0, 0, 85, 86, cv::BORDER_REPLICATE);
  cv::resize(wide, huge, {12000, 9000});
  const std::string picture = folder.picture("huge.jpg", huge);
  const ProgramResult result = runOrator({"animate", "--portrait", picture, "--voice", folder.voice(),
                                          "--out", folder.output(), "--size", "256", "--progress", "json"});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  std::string notes;
  for (const json& event : result.events())
    if (event.at("event") == "note") notes += event.at("text").get<std::string>() + "\n";
  EXPECT_THAT(notes, HasSubstr("12000"));
}

TEST(Motion, TracksComeAsJsonCsvAndMat) {
  const SampleFolder folder;
  for (const char* name : {"track.json", "track.csv", "track.mat"}) {
    const ProgramResult result = runOrator({"motion", "--portrait", folder.portrait(), "--voice",
                                            folder.voice(), "--out", (folder / name).string()});
    EXPECT_EQ(result.exitCode, 0) << name << result.err;
    EXPECT_GT(fs::file_size(folder / name), 1000u);
  }
  EXPECT_EQ(runOrator({"motion", "--portrait", folder.portrait(), "--voice", folder.voice(), "--out",
                       (folder / "track.txt").string()})
                .exitCode,
            2);
}

TEST(Motion, ATrackRendersLikeTheRequestItCameFrom) {
  const SampleFolder folder;
  const std::string track = (folder / "track.json").string();
  ASSERT_EQ(runOrator({"motion", "--portrait", folder.portrait(), "--voice", folder.voice(), "--out", track})
                .exitCode,
            0);
  const ProgramResult result = runOrator({"render", "--track", track, "--portrait", folder.portrait(),
                                          "--voice", folder.voice(), "--out", folder.output()});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  EXPECT_EQ(media::readMediaInfo(folder.output()).frames, 50);
}

TEST(Render, TurnsTheEyesOfAGivenTrack) {
  const SampleFolder folder;
  const std::string track = (folder / "track.json").string();
  ASSERT_EQ(runOrator({"motion", "--portrait", folder.portrait(), "--voice", folder.voice(), "--out", track,
                       "--gaze", "-0.5:0"})
                .exitCode,
            0);
  const auto pictureOf = [&](const std::string& name, std::vector<std::string> words) {
    words.insert(words.end(), {"--portrait", folder.portrait(), "--frames", "3:4", "--out",
                               (folder / (name + ".png")).string()});
    const ProgramResult result = runOrator(words);
    EXPECT_EQ(result.exitCode, 0) << result.err;
    for (const auto& entry : std::filesystem::directory_iterator(folder / (name + ".png")))
      if (entry.path().extension() == ".png") return media::readPicture(entry.path()).rgb;
    return cv::Mat();
  };
  const auto same = [](const cv::Mat& a, const cv::Mat& b) {
    return !a.empty() && a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
  };
  const cv::Mat own = pictureOf("own", {"render", "--track", track}),
                left = pictureOf("left", {"render", "--track", track, "--gaze", "-0.5:0"}),
                right = pictureOf("right", {"render", "--track", track, "--gaze", "0.5:0"}),
                driven = pictureOf("driven", {"animate", "--drive", track, "--gaze", "0.5:0"});
  EXPECT_TRUE(same(own, left));
  EXPECT_FALSE(same(own, right));
  EXPECT_TRUE(same(driven, right));
}

TEST(Motion, OptionsThatAGivenTrackLeavesWithoutEffectAreTold) {
  const SampleFolder folder;
  const std::string track = (folder / "track.csv").string();
  ASSERT_EQ(runOrator({"motion", "--portrait", folder.portrait(), "--voice", folder.voice(), "--out", track})
                .exitCode,
            0);
  const auto notes = [](const ProgramResult& result) {
    EXPECT_EQ(result.exitCode, 0) << result.err;
    std::string text;
    for (const json& event : result.events())
      if (event.at("event") == "note") text += event.at("text").get<std::string>() + "\n";
    return text;
  };
  const std::vector<std::string> short_{"--frames", "0:2", "--progress", "json"};
  std::vector<std::string> more{"--drive", track,    "--pose-style", "7",
                                "--gaze",  "camera", "--relative",   "off"};
  more.insert(more.end(), short_.begin(), short_.end());
  const std::string driven = notes(runOrator(animate(folder, more)));
  EXPECT_THAT(driven, HasSubstr("--pose-style changes nothing"));
  EXPECT_THAT(driven, testing::Not(HasSubstr("--gaze")));
  EXPECT_THAT(driven, testing::Not(HasSubstr("--relative")));
  more = {"--relative", "off", "--gaze", "-0.5:0.25"};
  more.insert(more.end(), short_.begin(), short_.end());
  const std::string spoken = notes(runOrator(animate(folder, more)));
  EXPECT_THAT(spoken, HasSubstr("--relative changes nothing"));
  EXPECT_THAT(spoken, testing::Not(HasSubstr("--gaze")));
  EXPECT_EQ(runOrator(animate(folder, {"--gaze", "away"})).exitCode, 2);
  EXPECT_EQ(runOrator({"render", "--track", track, "--relative", "sideways", "--portrait", folder.portrait(),
                       "--out", folder.output()})
                .exitCode,
            2);
}

}  // namespace
}  // namespace orator::test
