#include "core/audio/mel_spectrogram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace orator::audio {
namespace {

std::vector<float> sine(double hertz, std::size_t samples, double amplitude = 0.5) {
  std::vector<float> voice(samples);
  for (std::size_t i = 0; i < samples; ++i)
    voice[i] = float(amplitude * std::sin(2 * std::numbers::pi * hertz * double(i) / kVoiceRateHz));
  return voice;
}

std::vector<float> noise(std::size_t samples) {
  std::mt19937 random(7);
  std::uniform_real_distribution<float> uniform(-0.3f, 0.3f);
  std::vector<float> voice(samples);
  for (float& x : voice) x = uniform(random);
  return voice;
}

TEST(MelSpectrogram, SilenceIsTheFloor) {
  const std::vector<float> silence(16000, 0.f);
  EXPECT_THAT(MelSpectrogram(silence).columns(0, 81), testing::Each(-4.f));
}

TEST(MelSpectrogram, HigherTonesExciteHigherBands) {
  int previous = -1;
  for (const double hertz : {150.0, 400.0, 1000.0, 3000.0, 7000.0}) {
    const std::vector<float> voice = sine(hertz, 16000);
    const std::vector<float> column = MelSpectrogram(voice).columns(40, 41);
    const int band = int(std::max_element(column.begin(), column.end()) - column.begin());
    EXPECT_GT(band, previous) << hertz;
    previous = band;
  }
}

TEST(MelSpectrogram, ColumnsDoNotDependOnTheBlockTheyAreAskedIn) {
  const std::vector<float> voice = noise(64000);
  const MelSpectrogram mel(voice);
  const std::vector<float> whole = mel.columns(0, mel.columnCount());
  for (const std::int64_t begin : {0, 1, 100, 255, 256, 300}) {
    const std::vector<float> part = mel.columns(begin, begin + 17);
    EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin() + begin * kMelBands)) << begin;
  }
}

TEST(MelSpectrogram, IndicesOutsideRepeatTheNearestColumn) {
  const std::vector<float> voice = noise(16000);
  const MelSpectrogram mel(voice);
  const std::vector<float> first = mel.columns(0, 1), last = mel.columns(80, 81);
  EXPECT_EQ(mel.columns(-3, -2), first);
  EXPECT_EQ(mel.columns(200, 201), last);
  const std::vector<float> around = mel.columns(-2, 84);
  for (const int c : {0, 1, 2})
    EXPECT_TRUE(std::equal(first.begin(), first.end(), around.begin() + c * kMelBands));
  for (const int c : {82, 83, 85})
    EXPECT_TRUE(std::equal(last.begin(), last.end(), around.begin() + c * kMelBands));
}

TEST(MelSpectrogram, WindowsOfOneFrameEqualThoseOfAll) {
  const std::vector<float> voice = noise(48000);
  const MelSpectrogram mel(voice);
  const std::vector<float> all = mel.windows({0, mel.frameCount()});
  constexpr std::int64_t kSize = kMelBands * kMelWindowColumns;
  for (std::int64_t frame = 0; frame < mel.frameCount(); frame += 7) {
    const std::vector<float> one = mel.windows({frame, frame + 1});
    ASSERT_EQ(std::int64_t(one.size()), kSize);
    EXPECT_TRUE(std::equal(one.begin(), one.end(), all.begin() + frame * kSize)) << frame;
  }
}

TEST(MelSpectrogram, DropsWhatFollowsTheLastWholeFrame) {
  const std::vector<float> voice = noise(640 * 10 + 639);
  EXPECT_EQ(MelSpectrogram(voice).frameCount(), 10);
  EXPECT_EQ(MelSpectrogram(voice).columnCount(), 1 + 6400 / 200);
}

TEST(MelSpectrogram, WorksOnLessThanOneFrame) {
  const std::vector<float> voice = noise(300);
  const MelSpectrogram mel(voice);
  EXPECT_EQ(mel.frameCount(), 0);
  EXPECT_EQ(mel.columnCount(), 2);
  EXPECT_THAT(mel.columns(0, 2), testing::Each(testing::AllOf(testing::Ge(-4.f), testing::Le(4.f))));
}

}  // namespace
}  // namespace orator::audio
