// Words and captions, through the program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/files.h"
#include "core/words/transcript_file.h"
#include "program.h"
#include "sample.h"
#include "tests/support/ffprobe.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kText = "Hello, and welcome to Orator.";

std::string read(const fs::path& file) {
  const auto bytes = readBytes(file);
  return {bytes.begin(), bytes.end()};
}

std::string spoken(const SampleFolder& folder) {
  const std::string command =
      "flite -voice slt -t " + quoted(fs::path(kText)) + " -o " + quoted(folder / "said.wav");
  EXPECT_EQ(std::system(command.c_str()), 0);
  return (folder / "said.wav").string();
}

TEST(WordsCommand, WritesEveryFormOfTheWordsOfAVoice) {
  const SampleFolder folder;
  const std::string voice = spoken(folder);
  for (const char* name : {"a.srt", "a.vtt", "a.TextGrid", "a.json"}) {
    const ProgramResult result = runOrator({"words", "--audio", voice, "--text", kText, "--out",
                                            (folder / name).string(), "--progress", "json"});
    ASSERT_EQ(result.exitCode, 0) << result.err;
    EXPECT_EQ(result.events().back().at("words"), 5);
    const words::Transcript found = words::readTranscript(folder / name);
    EXPECT_EQ(words::joined(found.words), kText);
    EXPECT_LT(found.words.front().beginSeconds, 0.4);
    EXPECT_GT(found.words.back().beginSeconds, 0.9);
  }
  EXPECT_THAT(ffprobe(folder / "a.srt", "stream=codec_name"), HasSubstr("subrip"));
  EXPECT_THAT(ffprobe(folder / "a.vtt", "stream=codec_name"), HasSubstr("webvtt"));
}

TEST(WordsCommand, TakesTextsFromFilesAndTurnsCaptionsIntoAnotherForm) {
  const SampleFolder folder;
  const std::string voice = spoken(folder), text = (folder / "text.txt").string(),
                    srt = (folder / "a.srt").string();
  writeFile(text, std::string(kText) + "\n");
  ASSERT_EQ(
      runOrator({"words", "--audio", voice, "--text", text, "--by", "syllables", "--out", srt}).exitCode, 0);
  const fs::path grid = folder / "b.TextGrid";
  const ProgramResult turned = runOrator({"words", "--captions", srt, "--out", grid.string()});
  ASSERT_EQ(turned.exitCode, 0) << turned.err;
  EXPECT_THAT(read(grid), HasSubstr("\"welcome\""));
  // A word with its full stop is no name of a file.
  const ProgramResult word = runOrator({"words", "--audio", voice, "--text", "Welcome.", "--out", srt});
  EXPECT_EQ(word.exitCode, 0) << word.err;
  EXPECT_THAT(read(srt), HasSubstr("Welcome."));
}

TEST(WordsCommand, SaysWhatIsWrong) {
  const SampleFolder folder;
  const std::string out = (folder / "a.srt").string(), bad = (folder / "bad.srt").string(),
                    voice = folder.voice();
  writeFile(bad, std::string("1\nnonsense\n"));
  const ProgramResult broken = runOrator({"words", "--captions", bad, "--out", out});
  EXPECT_EQ(broken.exitCode, 43);
  EXPECT_THAT(broken.err, testing::AllOf(HasSubstr("bad.srt"), HasSubstr("line 2")));
  EXPECT_EQ(
      runOrator({"words", "--audio", voice, "--text", (folder / "none.txt").string(), "--out", out}).exitCode,
      10);
  EXPECT_EQ(runOrator({"words", "--audio", voice, "--text", "Hello", "--out", (folder / "a.doc").string()})
                .exitCode,
            2);
  EXPECT_EQ(runOrator({"words", "--audio", voice, "--out", out}).exitCode, 2);
  EXPECT_EQ(runOrator({"words", "--audio", voice, "--text", "Hello", "--out", voice}).exitCode, 2);
  EXPECT_FALSE(fs::exists(out));
}

TEST(Captions, OfATextAreDrawnIntoTheFilmAndWrittenBesideIt) {
  const SampleFolder folder;
  const std::string voice = spoken(folder), text = (folder / "text.txt").string();
  writeFile(text, std::string(kText));
  const auto film = [&](const std::string& name, std::vector<std::string> more) {
    std::vector<std::string> command{"animate",
                                     "--portrait",
                                     folder.portrait(),
                                     "--voice",
                                     voice,
                                     "--size",
                                     "256",
                                     "--trim",
                                     "0.2:0.8",
                                     "--crf",
                                     "6",
                                     "--out",
                                     (folder / name).string()};
    command.insert(command.end(), more.begin(), more.end());
    const ProgramResult result = runOrator(command);
    EXPECT_EQ(result.exitCode, 0) << result.err;
    ffmpeg("-v error -i " + quoted(folder / name) + " -vf \"select=eq(n\\,6)\" -frames:v 1 " +
           quoted(folder / (name + ".png")));
    return cv::imread((folder / (name + ".png")).string());
  };
  const cv::Mat plain = film("plain.mp4", {});
  const cv::Mat said = film("said.mp4", {"--captions", text, "--caption-style", "box", "--captions-out",
                                         (folder / "said.vtt").string()});
  cv::Mat apart;
  cv::absdiff(plain, said, apart);
  cv::cvtColor(apart, apart, cv::COLOR_BGR2GRAY);
  const cv::Rect ink = cv::boundingRect(cv::Mat(apart > 40));
  EXPECT_GT(ink.width, 100);
  EXPECT_LT(ink.height, 90) << "a bar of one or two lines, and nothing else";
  EXPECT_THAT(read(folder / "said.vtt"), HasSubstr("WEBVTT\n\n00:00:00"));
  // The film says what it was made of, and is made again.
  const ProgramResult again = runOrator(
      {"render", "--from", (folder / "said.mp4").string(), "--out", (folder / "again.mp4").string()});
  ASSERT_EQ(again.exitCode, 0) << again.err;
  EXPECT_EQ(readBytes(folder / "said.mp4"), readBytes(folder / "again.mp4"));
}

}  // namespace
}  // namespace orator::test
