#include <ATen/ATen.h>
#include <ATen/ops/allclose.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/zeros.h>
#include <gtest/gtest.h>

#include "core/audio/mel_spectrogram.h"
#include "core/learning/clips/data_set.h"
#include "tests/support/files.h"

namespace orator::learning {
namespace {

Clip someClip(std::int64_t frames) {
  Clip clip;
  clip.name = "talks/a~2";
  clip.speaker = "ann";
  clip.licence = "CC-BY-4.0";
  clip.file = "talks/a.mp4";
  clip.offsetSeconds = -0.08;
  clip.faceHeight = 1.5f;
  clip.points = at::rand({frames, 478, 3}).to(at::kHalf);
  clip.expression = at::rand({frames, 64});
  clip.pose = at::rand({frames, 6});
  clip.identity = at::rand({20});
  clip.eyeOpening = at::rand({frames});
  clip.lipOpening = at::rand({frames});
  clip.lipWidth = at::rand({frames});
  clip.mel = at::rand({80, 1 + 16 * frames / 5});
  clip.voice = at::arange(640 * frames).to(at::kShort);
  return clip;
}

TEST(DataSet, ReadsBackWhatWasWritten) {
  const test::TemporaryFolder folder;
  const Clip clip = someClip(25);
  writeClip(folder.path(), clip);
  const auto files = clipFiles(folder.path());
  ASSERT_EQ(files.size(), 1u);
  const Clip read = readClip(files[0]);
  EXPECT_EQ(read.name, clip.name);
  EXPECT_EQ(read.speaker, "ann");
  EXPECT_EQ(read.licence, "CC-BY-4.0");
  EXPECT_DOUBLE_EQ(read.offsetSeconds, -0.08);
  EXPECT_FLOAT_EQ(read.faceHeight, 1.5f);
  EXPECT_EQ(read.frames(), 25);
  EXPECT_TRUE(read.hasVoice());
  EXPECT_TRUE(at::equal(read.points, clip.points));
  EXPECT_TRUE(at::equal(read.expression, clip.expression));
  EXPECT_TRUE(at::equal(read.mel, clip.mel));
  EXPECT_TRUE(at::equal(read.voice, clip.voice));
}

TEST(DataSet, RefusesAClipWhoseTensorsDisagree) {
  const test::TemporaryFolder folder;
  Clip clip = someClip(25);
  clip.pose = at::zeros({24, 6});
  writeClip(folder.path(), clip);
  const Error error = test::errorOf([&] { readClip(clipFiles(folder.path())[0]); });
  EXPECT_EQ(error.code(), ErrorCode::checkpointRefused);
  EXPECT_NE(error.reason().find("pose"), std::string::npos);
}

TEST(DataSet, IsNotAFolderWithoutClips) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(test::errorOf([&] { clipFiles(folder.path()); }).code(), ErrorCode::fileNotFound);
}

TEST(DataSet, CutsMelWindowsAsTheSpectrogramDoes) {
  const std::vector<float> voice = test::tone(1.0, 16000, 1);
  const audio::MelSpectrogram mel(voice);
  const auto columns = mel.columns(0, mel.columnCount());
  const at::Tensor rows = at::zeros({mel.columnCount(), 80});
  std::copy(columns.begin(), columns.end(), rows.data_ptr<float>());
  const auto expected = mel.windows({0, 25});
  const at::Tensor windows = melWindows(rows.t().contiguous(), {0, 25});
  ASSERT_EQ(windows.sizes(), (std::vector<std::int64_t>{25, 1, 80, 16}));
  EXPECT_TRUE(std::equal(expected.begin(), expected.end(), windows.data_ptr<float>()));
}

TEST(DataSet, WindowsOfFasterSpeechSpanMoreOfTheVoiceAboutTheSameMiddle) {
  const at::Tensor ramp = at::arange(81, at::kFloat).expand({80, 81}).contiguous();
  const at::Tensor plain = melWindows(ramp, {10, 12}), faster = melWindows(ramp, {10, 12}, 1.2);
  const at::Tensor line = at::arange(16, at::kFloat) - 7.5;
  for (std::int64_t i = 0; i < 2; ++i) {
    const at::Tensor middle = plain[i][0][0].mean();
    EXPECT_TRUE(at::allclose(faster[i][0][0], middle + 1.2 * line, 0, 1e-4));
  }
}

}  // namespace
}  // namespace orator::learning
