#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "core/base/run_context.h"

namespace orator::audio {

inline constexpr int kSpeechWindowSamples = 512;  ///< at 16 000 Hz: one answer each 32 ms

/// Tells speech from music, noise and breath: Silero VAD, version 5, its branch for 16 000 Hz. Immutable;
/// safe to use from several threads.
class SpeechDetector {
 public:
  /// @param network the ONNX file as published
  /// @throws Error fileNotFound, notAFile, checkpointRefused
  explicit SpeechDetector(const std::filesystem::path& network);
  ~SpeechDetector();

  /// Probability, 0..1, that somebody speaks in samples [512 i, 512 (i + 1)); what the last window lacks is
  /// silence. Every answer depends on all sound before it. @param voice16k mono, 16 000 Hz
  /// @throws Error cancelled
  std::vector<float> probabilities(std::span<const float> voice16k, const RunContext& context) const;

 private:
  struct Network;
  std::unique_ptr<const Network> network_;
};

}  // namespace orator::audio
