#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/run_context.h"

namespace orator::media {

/// What is known of a sound stream before it is decoded.
struct AudioFormat {
  int sampleRateHz = 0;
  int channels = 0;
  std::uint64_t channelMask =
      0;                 ///< speaker positions as in FFmpeg's AV_CH_*; 0 = usual ones for this many channels
  int onlyChannel = -1;  ///< with one channel asked for: this one of the file, counted from 0; -1: the mix
};

// Limits of a recording. What lies outside is refused before time or memory is spent on it.
inline constexpr int kLowestRateHz = 4000, kHighestRateHz = 768'000;
inline constexpr int kMostChannels = 64;
inline constexpr int kLongestVoiceSeconds = 4 * 3600;

/// The part of a recording that is used, and how loud. The default is all of its main sound track, unchanged.
struct VoiceCut {
  double beginSeconds = 0;
  double endSeconds = 0;  ///< 0: to the end
  double gainDecibel = 0;
  int track = 0;  ///< sound track of a file with several, counted from 1; 0: the main one
  bool operator==(const VoiceCut&) const = default;
};

/// Streams a sound stream of any file FFmpeg reads (audio or video), interleaved float, -1..1 (up to 4 in
/// files of floating-point samples, before the gain). Samples that are no numbers come out as 0. Not
/// thread-safe; one reader per thread.
class AudioReader {
 public:
  /// @param resampleTo output format; a zero field keeps the file's own value
  /// @throws Error fileNotFound, notAFile, unreadableMedia (also outside the limits above), noSound,
  /// invalidArgument (no such sound track)
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
  /// True when samples that are no numbers, or far too loud, were silenced or limited.
  bool sawWildSamples() const;
  /// Sound tracks in the file, and which of them this is, counted from 1.
  int trackCount() const;
  int track() const;
  /// How much later than the file's first picture or sound this sound begins; 0 for most files.
  double lateSeconds() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The channel that stands for a recording whose mix is far quieter than it, as with one channel inverted;
/// none for any other recording. Looks at ten minutes. @throws Error as AudioReader, cancelled
std::optional<int> loneChannel(const std::filesystem::path& path, const VoiceCut& cut,
                               const RunContext& context = {});

/// The voice as the networks hear it: mono, 16 000 Hz, float -1..1. 230 MB for an hour.
/// The context is told when damaged or missing parts were skipped, when a track or a channel was chosen among
/// several, and when the sound begins later than the picture of its video.
/// @throws Error as AudioReader, voiceTooShort (under 0.2 s), silentVoice (peak under -60 dBFS),
/// unreadableMedia (longer than four hours), cancelled
std::vector<float> readVoice16k(const std::filesystem::path& path, const RunContext& context = {},
                                const VoiceCut& cut = {});

}  // namespace orator::media
