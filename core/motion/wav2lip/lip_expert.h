#pragma once

#include "core/motion/wav2lip/conv_blocks.h"

namespace orator::motion::wav2lip {

/// Wav2Lip's expert of lip sync (lipsync_expert.pth). Key names: face_encoder.0.conv_block.0 ...,
/// audio_encoder.0...
class LipExpert : public torch::nn::Module {
 public:
  LipExpert();
  /// @param faces [B, 15, 48, 96]: the lower halves of five faces in a row, blue, green, red of the first,
  /// then of the second, ...; 0..1 @return [B, 512] of length 1
  at::Tensor embedFaces(const at::Tensor& faces) const;
  /// @param mel [B, 1, 80, 16], -4..4 @return [B, 512] of length 1
  at::Tensor embedVoice(const at::Tensor& mel) const;

 private:
  std::shared_ptr<ConvBlocks> face_, audio_;
};

/// The probability that faces and voice belong together: the cosine of their embeddings, 0..1. [B]
at::Tensor inSync(const at::Tensor& faces, const at::Tensor& voice);

}  // namespace orator::motion::wav2lip
