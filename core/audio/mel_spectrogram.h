#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/frame_rate.h"
#include "core/base/voice_rate.h"

namespace orator::audio {

inline constexpr int kMelBands = 80;
inline constexpr int kMelHopSamples = 200;  ///< 80 columns a second
inline constexpr double kMelColumnsPerSecond = double(kVoiceRateHz) / kMelHopSamples;
inline constexpr int kMelWindowColumns = 16;  ///< 0.2 s: what a motion network is given for one frame
inline constexpr int kMelFramesPerSecond = 25;
inline constexpr int kSamplesPerMelFrame = kVoiceRateHz / kMelFramesPerSecond;

/// Where the published networks differ in what they analyse.
enum class MelForm {
  sadTalker,     ///< whole video frames, zeros around the ends
  wav2lip,       ///< every sample, mirrored at the ends
  wav2lipZeros,  ///< every sample, zeros around the ends
};

/// Mel spectrogram of a voice as SadTalker's networks take it: pre-emphasis 0.97, STFT of 800 samples
/// (periodic Hann), 80 Slaney bands from 55 to 7600 Hz, decibel, mapped to -4..4. It
/// is a view: columns are computed where they are asked for, and do not depend on what else is asked for, so
/// an hour of voice needs memory for one block only. Immutable, safe to share between threads. Over 1000
/// times real time.
class MelSpectrogram {
 public:
  /// @param voice16k mono, 16 000 Hz, -1..1; must outlive this object. Samples beyond the last whole video
  /// frame
  ///   (640 samples) are not analysed unless the voice is shorter than one frame.
  explicit MelSpectrogram(std::span<const float> voice16k, MelForm form = MelForm::sadTalker);

  /// 1 + floor(samples / 200).
  std::int64_t columnCount() const { return columnCount_; }
  /// Whole video frames at 25 per second.
  std::int64_t frameCount() const { return frameCount_; }

  /// Columns [begin, end) as `[end - begin, 80]`, row-major, one row per column of the spectrogram. Indices
  /// outside 0..columnCount()-1 repeat the nearest column.
  std::vector<float> columns(std::int64_t begin, std::int64_t end) const;

  /// Windows of video frames as `[frames.size(), 1, 80, 16]`, row-major: frame i holds the 16 columns from
  /// trunc(80 * (i - 2) / 25).
  std::vector<float> windows(FrameRange frames) const;

 private:
  void computeBlock(std::int64_t begin, std::int64_t end, float* out) const;
  double emphasised(std::int64_t at) const;

  std::span<const float> voice_;
  bool mirrored_ = false;
  std::int64_t columnCount_ = 0, frameCount_ = 0;
};

}  // namespace orator::audio
