#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/run_context.h"

namespace orator::media {

/// What is known of a sound stream before it is decoded.
struct AudioFormat {
  int sampleRateHz = 0;
  int channels = 0;
  std::uint64_t channelMask =
      0;  ///< speaker positions as in FFmpeg's AV_CH_*; 0 = usual ones for this many channels
};

/// The part of a recording that is used, and how loud. The default is all of it, unchanged.
struct VoiceCut {
  double beginSeconds = 0;
  double endSeconds = 0;  ///< 0: to the end
  double gainDecibel = 0;
  bool operator==(const VoiceCut&) const = default;
};

/// Streams the first sound stream of any file FFmpeg reads (audio or video), interleaved float, -1..1.
/// Not thread-safe; one reader per thread.
class AudioReader {
 public:
  /// @param resampleTo output format; a zero field keeps the file's own value
  /// @throws Error fileNotFound, notAFile, unreadableMedia, noSound
  explicit AudioReader(const std::filesystem::path& path, AudioFormat resampleTo = {},
                       const VoiceCut& cut = {});
  ~AudioReader();
  AudioReader(AudioReader&&) noexcept;
  AudioReader& operator=(AudioReader&&) noexcept;

  AudioFormat format() const;
  /// Appends up to `frames` sample frames (each `channels` floats) to `out`; returns how many; 0 at the end.
  std::int64_t read(std::vector<float>& out, std::int64_t frames);
  /// True when the decoder met damaged packets and went on behind them, or the end of the file is missing.
  bool sawDamage() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The voice as the networks hear it: mono, 16 000 Hz, float -1..1. 230 MB for an hour.
/// The context is told when damaged or missing parts were skipped.
/// @throws Error as AudioReader, voiceTooShort (under 0.2 s), silentVoice (peak under -60 dBFS), cancelled
std::vector<float> readVoice16k(const std::filesystem::path& path, const RunContext& context = {},
                                const VoiceCut& cut = {});

}  // namespace orator::media
