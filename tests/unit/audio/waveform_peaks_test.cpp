#include "core/audio/waveform_peaks.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace orator::audio {
namespace {

std::vector<float> quietWithSpikes(std::size_t samples) {
  std::vector<float> sound(samples, 0.01f);
  sound[samples / 3] = 0.9f;
  sound[samples / 2] = -0.8f;
  return sound;
}

TEST(WaveformPeaks, HoldsTheExtremesOfEachStretch) {
  const std::vector<float> sound{0.1f, -0.2f, 0.3f, 0.4f, -0.5f};
  const WaveformPeaks peaks(sound, 2);
  ASSERT_EQ(peaks.peaks().size(), 3u);
  EXPECT_EQ(peaks.peaks()[0], (Peak{-0.2f, 0.1f}));
  EXPECT_EQ(peaks.peaks()[1], (Peak{0.3f, 0.4f}));
  EXPECT_EQ(peaks.peaks()[2], (Peak{-0.5f, -0.5f}));
}

TEST(WaveformPeaks, OverviewMissesNoExtremeAtAnyZoom) {
  const std::vector<float> sound = quietWithSpikes(100000);
  const WaveformPeaks peaks(sound);
  for (const int count : {1, 3, 40, 777, 5000}) {
    const std::vector<Peak> overview = peaks.overview(0, double(sound.size()), count);
    ASSERT_EQ(overview.size(), std::size_t(count));
    float lowest = 0, highest = 0;
    for (const Peak& peak : overview) {
      lowest = std::min(lowest, peak.lowest);
      highest = std::max(highest, peak.highest);
    }
    EXPECT_EQ(lowest, -0.8f) << count;
    EXPECT_EQ(highest, 0.9f) << count;
  }
}

TEST(WaveformPeaks, ShowsASpikeAtItsPlace) {
  const std::vector<float> sound = quietWithSpikes(96000);
  const std::vector<Peak> overview = WaveformPeaks(sound).overview(0, 96000, 96);
  for (int part = 0; part < 96; ++part)
    EXPECT_EQ(overview[std::size_t(part)].highest > 0.5f, part == 32) << part;
}

TEST(WaveformPeaks, IsSilentBeyondTheSound) {
  const std::vector<float> sound(1600, 0.5f);
  const std::vector<Peak> overview = WaveformPeaks(sound).overview(-1600, 4800, 4);
  EXPECT_EQ(overview[0], Peak{});
  EXPECT_EQ(overview[1].highest, 0.5f);
  EXPECT_EQ(overview[2], Peak{});
}

TEST(WaveformPeaks, OfNoSoundIsEmpty) {
  EXPECT_TRUE(WaveformPeaks(std::vector<float>{}).peaks().empty());
  EXPECT_EQ(WaveformPeaks().overview(0, 100, 5), std::vector<Peak>(5));
}

}  // namespace
}  // namespace orator::audio
