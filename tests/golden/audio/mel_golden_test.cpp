#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "core/audio/mel_spectrogram.h"
#include "core/tensor/safetensors.h"

namespace orator::audio {
namespace {

constexpr float kTolerance = 1e-4f;

class MelGolden : public testing::Test {
 protected:
  const tensor::SafetensorsFile file_ = tensor::SafetensorsFile::open(
      std::filesystem::path(ORATOR_SOURCE_DIR) / "tests/golden/sadtalker/data/mel.safetensors");
  const at::Tensor wav_ = file_.tensor("wav"), mel_ = file_.tensor("mel"), windows_ = file_.tensor("windows");
  const MelSpectrogram spectrogram_{{wav_.data_ptr<float>(), std::size_t(wav_.numel())}};
};

TEST_F(MelGolden, SpectrogramIsThatOfThePublicImplementation) {
  ASSERT_EQ(mel_.size(0), kMelBands);
  ASSERT_EQ(spectrogram_.columnCount(), mel_.size(1));
  const std::vector<float> columns = spectrogram_.columns(0, spectrogram_.columnCount());
  const float* golden = mel_.data_ptr<float>();
  float worst = 0;
  for (std::int64_t column = 0; column < mel_.size(1); ++column)
    for (int band = 0; band < kMelBands; ++band)
      worst = std::max(worst,
                       std::abs(columns[column * kMelBands + band] - golden[band * mel_.size(1) + column]));
  EXPECT_LE(worst, kTolerance);
}

TEST_F(MelGolden, WindowsOfVideoFramesAreThoseOfThePublicImplementation) {
  ASSERT_EQ(spectrogram_.frameCount(), windows_.size(0));
  const std::vector<float> windows = spectrogram_.windows({0, spectrogram_.frameCount()});
  ASSERT_EQ(std::int64_t(windows.size()), windows_.numel());
  const float* golden = windows_.data_ptr<float>();
  float worst = 0;
  for (std::size_t i = 0; i < windows.size(); ++i) worst = std::max(worst, std::abs(windows[i] - golden[i]));
  EXPECT_LE(worst, kTolerance);
}

}  // namespace
}  // namespace orator::audio
