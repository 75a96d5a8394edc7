#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "core/base/run_context.h"
#include "core/media/audio_reader.h"

namespace orator::media {

/// What makes a recording of a voice better to hear.
struct Cleaning {
  bool denoise = false;   ///< rumble and even noise go
  bool loudness = false;  ///< as loud as broadcasts are: -16 LUFS, peaks under -1.5 dB
  bool silence = false;   ///< pauses of more than 0.7 s become that long; none at begin and end
  bool any() const { return denoise || loudness || silence; }
  bool operator==(const Cleaning&) const = default;
};

inline constexpr const char* kCleaningForms = "denoise, loudness, silence, or several with commas";
/// "denoise,loudness"; nothing for any other text.
std::optional<Cleaning> cleaningFrom(std::string_view text);

/// Writes the voice of a file, cleaned, as 16-bit WAV at its own rate, mono or stereo. Memory does not grow
/// with the length. @throws Error as AudioReader, silentVoice (nothing is left), outputUnwritable, diskFull,
/// cancelled, internal (the installed FFmpeg lacks a filter)
void writeCleanVoice(const std::filesystem::path& voice, const VoiceCut& cut, const Cleaning& cleaning,
                     const std::filesystem::path& wav, const RunContext& context);

}  // namespace orator::media
