#pragma once

#include <vector>

namespace at {
class Tensor;
}

namespace orator::lab::lse {

inline constexpr int kLargestShift =
    15;  ///< frames that lips and sound are moved against each other, each way

/// How well lips and sound go together, as SyncNet's authors score it.
struct LseScore {
  double distance = 0;                 ///< LSE-D: mean distance at the best shift; lower is better
  double confidence = 0;               ///< LSE-C: median over the shifts less the best; higher is better
  int offsetFrames = 0;                ///< positive: the sound is earlier in the file than the lips
  std::vector<float> frameConfidence;  ///< of each position, a median over nine of them
};

/// Distances of every lip embedding to the voice embeddings from 15 before to 15 after, zeros where there are
/// none. @param lips, voice [V, 1024] @return [V, 31]
at::Tensor embeddingDistances(const at::Tensor& lips, const at::Tensor& voice);

/// @param distances [V, 31], V at least 1
LseScore scoreOf(const at::Tensor& distances);

}  // namespace orator::lab::lse
