#pragma once

#include "core/motion/wav2lip/conv_blocks.h"

namespace orator::motion::wav2lip {

inline constexpr std::int64_t kFaceSide = 96;

/// Wav2Lip's generator (Prajwal et al. 2020; wav2lip.pth and wav2lip_gan.pth are of this form): the lower
/// half of a face drawn anew for a fifth of a second of voice. Its audio encoder is SadTalker's.
/// Key names: face_encoder_blocks.0.0.conv_block.0 ..., audio_encoder.0..., face_decoder_blocks.0...,
/// output_block.0, output_block.1.
class Generator : public torch::nn::Module {
 public:
  Generator();
  /// @param mel [B, 1, 80, 16], -4..4 @return [B, 512, 1, 1]
  at::Tensor audioEmbedding(const at::Tensor& mel) const;
  /// @param embedding [B, 512, 1, 1], of audioEmbedding
  /// @param faces [B, 6, 96, 96]: blue, green, red, 0..1: the face with rows 48 to 95 set to 0, then a face
  /// as it is
  /// @return [B, 3, 96, 96], blue, green, red, 0..1
  at::Tensor forward(const at::Tensor& embedding, const at::Tensor& faces) const;

 private:
  std::vector<std::shared_ptr<ConvBlocks>> encoder_, decoder_;
  std::shared_ptr<ConvBlocks> audio_, output_;
  std::shared_ptr<tensor::Conv> colours_;
};

/// What the generator takes of two faces. @param masked, whole [B, 3, 96, 96], blue, green, red, 0..1; of
/// the first only rows 0 to 47 are used @return [B, 6, 96, 96]
at::Tensor generatorInput(const at::Tensor& masked, const at::Tensor& whole);

}  // namespace orator::motion::wav2lip
