#pragma once

#include <QByteArray>
#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/run_context.h"
#include "core/media/audio_reader.h"

namespace orator::ui {

/// A voice as the studio shows and plays it.
struct VoiceData {
  static constexpr int kPeaksPerSecond = 200;
  struct Peak {
    float low = 0, high = 0;
  };
  std::vector<Peak> peaks;       ///< of the trimmed voice with its gain, -1..1
  std::vector<Peak> wholePeaks;  ///< of the whole file, without gain: what the trim handles stand on
  QByteArray pcm;                ///< mono int16 at pcmRateHz
  int pcmRateHz = 48000;
  double seconds = 0;       ///< after trimming
  double wholeSeconds = 0;  ///< of the file
  int soundTracks = 0;      ///< of the file
};

/// Reads a voice for showing and playing. Not for the GUI thread. @throws Error as media::AudioReader
std::shared_ptr<const VoiceData> readVoiceData(const std::filesystem::path& file, const media::VoiceCut& cut,
                                               const RunContext& context);

}  // namespace orator::ui
