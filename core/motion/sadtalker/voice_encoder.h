#pragma once

#include <vector>

#include "core/motion/sadtalker/audio_encoder.h"

namespace orator::motion::sadtalker {

/// AudioEncoder made ready for use: batch norm folded into the convolutions, no gradients, steps in place.
/// The same values but for rounding. Immutable; safe to use from several threads.
class VoiceEncoder {
 public:
  explicit VoiceEncoder(const AudioEncoder& network);
  /// @param mel [T, 1, 80, 16] @return [T, 512]
  at::Tensor encode(const at::Tensor& mel) const;

 private:
  struct Layer {
    at::Tensor weight, bias;
    std::vector<std::int64_t> stride, padding;
    bool residual;
  };
  std::vector<Layer> layers_;       ///< on maps
  std::vector<Layer> connections_;  ///< on single positions: products of matrices
};

/// Whether two encoders hold the same weights, so that one run serves both.
bool sameWeights(const AudioEncoder& a, const AudioEncoder& b);

}  // namespace orator::motion::sadtalker
