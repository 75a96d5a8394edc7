#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace orator::audio {

/// Extremes of the sound in one stretch of time, -1..1.
struct Peak {
  float lowest = 0;
  float highest = 0;
  bool operator==(const Peak&) const = default;
};

/// What a waveform view draws: the extremes of each stretch of `samplesPerPeak` samples, in several zoom
/// levels. Plain value; an hour at the default stretch takes 4 MB.
class WaveformPeaks {
 public:
  static constexpr int kDefaultSamplesPerPeak = 160;  ///< 10 ms of 16 kHz sound

  WaveformPeaks() = default;
  /// @param sound mono, -1..1
  explicit WaveformPeaks(std::span<const float> sound, int samplesPerPeak = kDefaultSamplesPerPeak);

  std::int64_t sampleCount() const { return sampleCount_; }
  int samplesPerPeak() const { return samplesPerPeak_; }
  /// The finest level.
  std::span<const Peak> peaks() const { return levels_.empty() ? std::span<const Peak>{} : levels_.front(); }

  /// The extremes in `count` equal parts of the samples [begin, end), for one pixel column each. Never misses
  /// an extreme; parts narrower than the finest level share its peaks. Parts beyond the sound are silent.
  std::vector<Peak> overview(double begin, double end, int count) const;

 private:
  std::int64_t sampleCount_ = 0;
  int samplesPerPeak_ = kDefaultSamplesPerPeak;
  std::vector<std::vector<Peak>> levels_;  ///< each level joins kJoin peaks of the one before
};

}  // namespace orator::audio
