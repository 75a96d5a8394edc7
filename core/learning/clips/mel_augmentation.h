#pragma once

#include <ATen/core/Tensor.h>

#include <random>

namespace orator::learning {

/// How far a voice may be changed and still belong to the same lips. Every draw is uniform in its range.
struct MelAugmentation {
  float levelDecibel = 9;            ///< +- loudness
  float tiltDecibel = 8;             ///< +- slope from the lowest to the highest band
  float equaliserDecibel = 5;        ///< +- smooth curve over the bands: microphones, codecs
  float formantShift = 0.14f;        ///< +- relative shift of the frequency axis: vocal tract and pitch
  float tempo = 0.15f;               ///< +- relative speed of speaking; for melWindows()
  float noiseShare = 0.5f;           ///< of the clips that get a floor of noise
  float reverberationShare = 0.35f;  ///< of the clips that get the tail of a room
  float bandCutShare = 0.15f;        ///< of the clips that lose the highest bands, as on a telephone
  float maskShare = 0.3f;            ///< of the clips that lose a stripe of bands
};

/// The same words said by another voice in another room, as far as a mel spectrogram can show it: timing is
/// kept, so the lips' coefficients stay true.
/// @param mel f32 [80, N], values -4..4 (SADTALKER section 1) @return the same shape and range
at::Tensor augmentedMel(const at::Tensor& mel, const MelAugmentation& range, std::mt19937_64& random);

}  // namespace orator::learning
