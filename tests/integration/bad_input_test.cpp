#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <opencv2/imgproc.hpp>

#include "core/packs/pack.h"
#include "tests/integration/sample.h"

// Every input a user can get wrong: its own code, a remedy, nothing half-written.

namespace orator::pipeline {
namespace {

using test::quoted;

class BadInput : public test::SampleTest {
 protected:
  void usePortrait(const cv::Mat& rgb) {
    media::writePicture(folder / "bad.png", rgb);
    request.portrait = folder / "bad.png";
  }
  void useVoice(const std::vector<float>& samples) {
    test::writeWav(folder / "bad.wav", samples, 16000, 1);
    request.voice = folder / "bad.wav";
    request.voiceCut = {};
  }
};

TEST_F(BadInput, APictureWithoutAFace) {
  cv::Mat sky(480, 640, CV_8UC3);
  for (int y = 0; y < sky.rows; ++y) sky.row(y) = cv::Scalar(90, 140 + y / 8, 255 - y / 4);
  usePortrait(sky);
  expectRefused(ErrorCode::noFace);
}

TEST_F(BadInput, AFaceCutByTheBorder) {
  const cv::Mat portrait = media::readPicture(request.portrait).rgb;
  const int w = portrait.cols, h = portrait.rows;
  // The face spans 178..272 by 68..178 pixels; the cuts go through an eye, the forehead and the mouth.
  for (const cv::Rect& part :
       {cv::Rect(0, 0, 245, h), cv::Rect(0, 105, w, h - 105), cv::Rect(0, 0, w, 135)}) {
    usePortrait(portrait(part).clone());
    expectRefused(ErrorCode::faceCutOff);
  }
}

TEST_F(BadInput, AThumbnail) {
  usePortrait(cv::Mat(16, 16, CV_8UC3, cv::Scalar(200, 150, 120)));
  expectRefused(ErrorCode::pictureTooSmall);
}

TEST_F(BadInput, ATextFileRenamedToPng) {
  test::writeBytes(folder / "text.png", std::vector<std::uint8_t>(400, 't'));
  request.portrait = folder / "text.png";
  expectRefused(ErrorCode::unreadablePicture);
}

TEST_F(BadInput, ATruncatedPicture) {
  test::truncate(request.portrait, folder / "cut.png", 0.6);
  request.portrait = folder / "cut.png";
  expectRefused(ErrorCode::unreadablePicture);
}

TEST_F(BadInput, AMissingPictureOrVoice) {
  const auto portrait = std::exchange(request.portrait, folder / "none.png");
  expectRefused(ErrorCode::fileNotFound);
  request.portrait = portrait;
  request.voice = folder / "none.wav";
  expectRefused(ErrorCode::fileNotFound);
}

TEST_F(BadInput, ADirectory) {
  const auto portrait = std::exchange(request.portrait, folder.path());
  expectRefused(ErrorCode::notAFile);
  request.portrait = portrait;
  request.voice = folder.path();
  expectRefused(ErrorCode::notAFile);
}

TEST_F(BadInput, AnEmptyWav) {
  useVoice({});
  expectRefused(ErrorCode::voiceTooShort);
}

TEST_F(BadInput, ATenthOfASecond) {
  useVoice(test::tone(0.1, 16000, 1));
  expectRefused(ErrorCode::voiceTooShort);
}

TEST_F(BadInput, ASilentWav) {
  useVoice(std::vector<float>(32000, 0.f));
  expectRefused(ErrorCode::silentVoice);
}

TEST_F(BadInput, AVideoWithoutSound) {
  test::ffmpeg("-f lavfi -i testsrc=d=1:s=64x64 " + quoted(folder / "mute.mp4"));
  request.voice = folder / "mute.mp4";
  expectRefused(ErrorCode::noSound);
}

TEST_F(BadInput, ATextFileAsVoice) {
  test::writeBytes(folder / "text.wav", std::vector<std::uint8_t>(4000, 't'));
  request.voice = folder / "text.wav";
  expectRefused(ErrorCode::unreadableMedia);
}

TEST_F(BadInput, ATruncatedMp3IsUsedAsFarAsItGoes) {
  test::ffmpeg("-i " + quoted(request.voice) + " -t 2 " + quoted(folder / "a.mp3"));
  test::truncate(folder / "a.mp3", folder / "cut.mp3", 0.5);
  request.voice = folder / "cut.mp3";
  request.voiceCut = {};
  EXPECT_NEAR(animate(request, {}).durationSeconds, 1, 0.2);
}

TEST_F(BadInput, AnMp3CutDownToItsHeader) {
  test::ffmpeg("-i " + quoted(request.voice) + " -t 2 " + quoted(folder / "a.mp3"));
  test::truncate(folder / "a.mp3", folder / "cut.mp3", 0.01);
  request.voice = folder / "cut.mp3";
  const Error error = test::errorOf([&] { animate(request, {}); });
  EXPECT_THAT(error.code(), testing::AnyOf(ErrorCode::unreadableMedia, ErrorCode::voiceTooShort))
      << error.what();
  EXPECT_FALSE(error.remedy().empty());
}

TEST_F(BadInput, AnUnwritableOutput) {
  request.output = folder / "none" / "out.mp4";
  expectRefused(ErrorCode::outputUnwritable);
  request.output = folder / "taken.mp4";
  std::filesystem::create_directory(request.output);
  expectRefused(ErrorCode::outputUnwritable);
  request.output = folder.path();
  expectRefused(ErrorCode::invalidArgument);
}

TEST_F(BadInput, AFullDisk) {
  const test::FileSizeLimit limit(4096);
  expectRefused(ErrorCode::diskFull);
}

TEST_F(BadInput, AnUnknownPackOrRenderer) {
  request.pack = "no-such-pack";
  expectRefused(ErrorCode::packMissing);
  request.pack = "studio";
  request.renderer = "no-such-renderer";
  expectRefused(ErrorCode::invalidArgument);
}

/// A copy of the installed packs that a test may damage.
class BadPack : public BadInput {
 protected:
  void SetUp() override {
    BadInput::SetUp();
    const std::filesystem::path models = std::filesystem::path(ORATOR_SOURCE_DIR) / "models";
    std::filesystem::copy(models / "packs", copy / "packs", std::filesystem::copy_options::recursive);
    std::filesystem::copy(std::filesystem::canonical(models / "fetched"), copy / "fetched",
                          std::filesystem::copy_options::recursive);
    setenv("ORATOR_MODELS", copy.path().c_str(), 1);
    detector = copy / "fetched" / "face_detection_short_range.tflite";
    ASSERT_TRUE(std::filesystem::exists(detector)) << "Run installer/fetch-models";
  }
  void TearDown() override { unsetenv("ORATOR_MODELS"); }

  test::TemporaryFolder copy;
  std::filesystem::path detector;
};

TEST_F(BadPack, AMissingPackFile) {
  std::filesystem::remove(detector);
  expectRefused(ErrorCode::packMissing);
}

TEST_F(BadPack, AnAlteredPackFile) {
  auto bytes = test::readBytes(detector);
  bytes[bytes.size() / 2] ^= 1;
  test::writeBytes(detector, bytes);
  expectRefused(ErrorCode::packDamaged);
}

TEST_F(BadPack, ACutOffPackDescription) {
  test::truncate(copy / "packs" / "studio" / "pack.json", copy / "cut", 0.5);
  std::filesystem::rename(copy / "cut", copy / "packs" / "studio" / "pack.json");
  expectRefused(ErrorCode::packDamaged);
}

}  // namespace
}  // namespace orator::pipeline
