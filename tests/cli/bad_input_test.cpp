// Every bad input: its exit code, a message that names the file and what to do, and nothing left behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "program.h"
#include "sample.h"

namespace orator::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class BadInput : public testing::Test {
 protected:
  /// Animates and expects `code`, the words in the message, and no new file in the folder.
  void expectRefused(const std::string& portrait, const std::string& voice, ErrorCode code,
                     const std::string& words, const std::vector<std::string>& environment = {}) {
    const std::vector<std::string> before = folder_.names();
    const ProgramResult result = runOrator({"animate", "--portrait", portrait, "--voice", voice, "--out",
                                            folder_.output(), "--progress", "json"},
                                           environment);
    EXPECT_EQ(result.exitCode, int(code)) << result.err;
    const auto error = result.error();
    EXPECT_EQ(error.value("code", ""), errorName(code));
    EXPECT_THAT(error.value("message", ""), HasSubstr(words));
    EXPECT_FALSE(error.value("remedy", "").empty()) << error;
    EXPECT_EQ(folder_.names(), before);
  }
  std::string wav(const std::string& name, const std::vector<float>& samples) {
    writeWav(folder_ / name, samples, 16000, 1);
    return (folder_ / name).string();
  }

  SampleFolder folder_;
};

TEST_F(BadInput, APictureWithoutAFace) {
  cv::Mat wall(400, 400, CV_8UC3, cv::Scalar(120, 140, 160));
  cv::circle(wall, {200, 200}, 90, {200, 80, 40}, cv::FILLED);
  expectRefused(folder_.picture("wall.png", wall), folder_.voice(), ErrorCode::noFace, "wall.png");
}

TEST_F(BadInput, AFaceCutByTheBorder) {
  const cv::Mat left = folder_.portraitRgb()(cv::Rect(0, 0, 250, 512)).clone();
  expectRefused(folder_.picture("cut.png", left), folder_.voice(), ErrorCode::faceCutOff, "cut.png");
}

TEST_F(BadInput, ATinyPicture) {
  cv::Mat tiny;
  cv::resize(folder_.portraitRgb(), tiny, {16, 16}, 0, 0, cv::INTER_AREA);
  expectRefused(folder_.picture("tiny.png", tiny), folder_.voice(), ErrorCode::pictureTooSmall, "tiny.png");
}

TEST_F(BadInput, ATextFileNamedPng) {
  std::ofstream(folder_ / "letter.png") << "Dear reader, this is no picture.";
  expectRefused((folder_ / "letter.png").string(), folder_.voice(), ErrorCode::unreadablePicture,
                "letter.png");
}

TEST_F(BadInput, APictureThatIsNotThere) {
  expectRefused((folder_ / "nobody.png").string(), folder_.voice(), ErrorCode::fileNotFound, "nobody.png");
}

TEST_F(BadInput, AFolderInPlaceOfAFile) {
  fs::create_directory(folder_ / "folder.png");
  expectRefused((folder_ / "folder.png").string(), folder_.voice(), ErrorCode::notAFile, "folder.png");
  expectRefused(folder_.portrait(), (folder_ / "folder.png").string(), ErrorCode::notAFile, "folder.png");
}

/// A terminal obeys what is written to it; names, and what files say, are anybody's.
TEST_F(BadInput, ControlCharactersOfANameAreShownAndNotSentToTheTerminal) {
  const std::string name = (folder_ /
                            "a\x1b]0;owned\x07\xc2\x9b"
                            "31m.png")
                               .string();
  for (const auto& words : {std::vector<std::string>{"info", name}, {"landmarks", name, "--out", "l.json"}}) {
    const ProgramResult missing = runOrator(words);
    EXPECT_EQ(missing.exitCode, int(ErrorCode::fileNotFound));
    EXPECT_THAT(missing.err, HasSubstr("a\\x1B]0;owned\\x07\\x9B31m.png"));
    EXPECT_THAT(missing.err, testing::Not(testing::AnyOf(HasSubstr("\x1b"), HasSubstr("\xc2\x9b"))));
  }
  fs::copy_file(folder_.voice(), name);
  const ProgramResult shown = runOrator({"info", name});
  EXPECT_EQ(shown.exitCode, 0) << shown.err;
  EXPECT_THAT(shown.out, testing::AllOf(HasSubstr("\\x1B]0;"), testing::Not(HasSubstr("\x1b"))));
}

TEST_F(BadInput, AnEmptyWav) {
  std::ofstream(folder_ / "nothing.wav").flush();
  expectRefused(folder_.portrait(), (folder_ / "nothing.wav").string(), ErrorCode::voiceTooShort,
                "nothing.wav");
  expectRefused(folder_.portrait(), wav("headeronly.wav", {}), ErrorCode::voiceTooShort, "headeronly.wav");
}

TEST_F(BadInput, ASilentWav) {
  expectRefused(folder_.portrait(), wav("silence.wav", std::vector<float>(32000)), ErrorCode::silentVoice,
                "silence.wav");
}

TEST_F(BadInput, ATenthOfASecond) {
  expectRefused(folder_.portrait(), wav("short.wav", tone(0.1, 16000, 1)), ErrorCode::voiceTooShort,
                "short.wav");
}

TEST_F(BadInput, ATextFileNamedWav) {
  std::ofstream(folder_ / "letter.wav") << "Dear listener, this is no sound.";
  expectRefused(folder_.portrait(), (folder_ / "letter.wav").string(), ErrorCode::unreadableMedia,
                "letter.wav");
}

TEST_F(BadInput, AVideoWithoutSound) {
  ffmpeg("-v error -f lavfi -i testsrc=size=64x64:rate=25 -t 1 " + quoted(folder_ / "mute.mp4"));
  expectRefused(folder_.portrait(), (folder_ / "mute.mp4").string(), ErrorCode::noSound, "mute.mp4");
}

TEST_F(BadInput, AnMp3WithoutItsEndIsReadAsFarAsItGoes) {
  ffmpeg("-v error -i " + quoted(fs::path(folder_.voice())) + " " + quoted(folder_ / "whole.mp3"));
  truncate(folder_ / "whole.mp3", folder_ / "cut.mp3", 0.6);
  const ProgramResult result =
      runOrator({"animate", "--portrait", folder_.portrait(), "--voice", (folder_ / "cut.mp3").string(),
                 "--out", folder_.output(), "--size", "128"});
  EXPECT_EQ(result.exitCode, 0) << result.err;
  EXPECT_TRUE(fs::exists(folder_.output()));
}

TEST_F(BadInput, AnMp3CutInItsHeader) {
  ffmpeg("-v error -i " + quoted(fs::path(folder_.voice())) + " " + quoted(folder_ / "whole.mp3"));
  truncate(folder_ / "whole.mp3", folder_ / "stub.mp3", 0.002);
  expectRefused(folder_.portrait(), (folder_ / "stub.mp3").string(), ErrorCode::unreadableMedia, "stub.mp3");
}

TEST_F(BadInput, AnOutputFolderThatIsNotThere) {
  const ProgramResult result = runOrator({"animate", "--portrait", folder_.portrait(), "--voice",
                                          folder_.voice(), "--out", (folder_ / "no/such/out.mp4").string()});
  EXPECT_EQ(result.exitCode, int(ErrorCode::outputUnwritable)) << result.err;
  EXPECT_THAT(result.err, HasSubstr("no/such"));
  EXPECT_FALSE(fs::exists(folder_ / "no"));
}

TEST_F(BadInput, AnOutputThatIsAFolder) {
  fs::create_directory(folder_.output());
  expectRefused(folder_.portrait(), folder_.voice(), ErrorCode::outputUnwritable, "out.mp4");
}

TEST_F(BadInput, AFullDisk) {
  const std::vector<std::string> before = folder_.names();
  const FileSizeLimit limit(20000);
  const ProgramResult result = runOrator({"animate", "--portrait", folder_.portrait(), "--voice",
                                          folder_.voice(), "--out", folder_.output(), "--progress", "none"});
  EXPECT_EQ(result.exitCode, int(ErrorCode::diskFull)) << result.err;
  EXPECT_THAT(result.err, HasSubstr("out.mp4"));
  EXPECT_EQ(folder_.names(), before);
}

TEST_F(BadInput, CtrlCInTheMiddleLeavesNothing) {
  const std::vector<std::string> before = folder_.names();
  const ProgramResult result =
      interruptOrator({"animate", "--portrait", folder_.portrait(), "--voice", sampleVoice().string(),
                       "--out", folder_.output(), "--size", "1024"},
                      "render");
  EXPECT_EQ(result.exitCode, int(ErrorCode::cancelled)) << result.err;
  EXPECT_EQ(folder_.names(), before);
}

/// A models folder of its own, so that files of a pack can be missing or altered.
class BadPack : public BadInput {
 protected:
  BadPack() {
    const fs::path source = fs::path(ORATOR_SOURCE_DIR) / "models";
    fs::copy(source / "packs", models_ / "packs", fs::copy_options::recursive);
    fs::copy(source / "fetched/", models_ / "fetched");
  }
  std::vector<std::string> environment() const { return {"ORATOR_MODELS=" + models_.path().string()}; }
  fs::path detector() const { return models_ / "fetched/face_detection_short_range.tflite"; }

  TemporaryFolder models_;
};

TEST_F(BadPack, AMissingFileOfThePack) {
  fs::remove(detector());
  expectRefused(folder_.portrait(), folder_.voice(), ErrorCode::packMissing,
                "face_detection_short_range.tflite", environment());
  const ProgramResult verification = runOrator({"packs", "verify", "studio"}, environment());
  EXPECT_EQ(verification.exitCode, int(ErrorCode::packMissing));
  EXPECT_THAT(verification.out, HasSubstr("missing  studio  " + detector().string()));
  EXPECT_THAT(verification.err, HasSubstr("installer/run"));
}

TEST_F(BadPack, AnAlteredFileOfThePack) {
  std::ofstream(detector(), std::ios::app) << "x";
  expectRefused(folder_.portrait(), folder_.voice(), ErrorCode::packDamaged,
                "face_detection_short_range.tflite", environment());
  const ProgramResult verification = runOrator({"packs", "verify"}, environment());
  EXPECT_EQ(verification.exitCode, int(ErrorCode::packDamaged));
  EXPECT_THAT(verification.out, HasSubstr("altered  studio  " + detector().string()));
}

TEST(BadBench, ANeuralRendererAtASizeItHasNot) {
  const ProgramResult result =
      runOrator({"bench", "--renderer", "facevid2vid", "--size", "100", "--progress", "json"});
  EXPECT_EQ(result.exitCode, int(ErrorCode::invalidArgument));
  EXPECT_THAT(result.error().value("message", ""), HasSubstr("multiples of 128"));
}

TEST(BadBench, TheFastModeWithoutCuda) {
  const ProgramResult result = runOrator(
      {"bench", "--renderer", "facevid2vid", "--precision", "fast", "--device", "cpu", "--progress", "json"});
  EXPECT_EQ(result.exitCode, int(ErrorCode::deviceUnavailable));
}

TEST_F(BadPack, AnUnknownPack) {
  const ProgramResult result = runOrator({"animate", "--portrait", folder_.portrait(), "--voice",
                                          folder_.voice(), "--out", folder_.output(), "--pack", "nobody"});
  EXPECT_EQ(result.exitCode, int(ErrorCode::packMissing));
  EXPECT_THAT(result.err, HasSubstr("nobody"));
  EXPECT_FALSE(fs::exists(folder_.output()));
}

}  // namespace
}  // namespace orator::test
