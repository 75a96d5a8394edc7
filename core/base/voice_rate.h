#pragma once

namespace orator {

/// Samples per second of a voice as everything that listens to it takes it (mono float32, -1..1): mel
/// spectrogram, speech detector, motion networks and their trainings.
inline constexpr int kVoiceRateHz = 16000;

}  // namespace orator
