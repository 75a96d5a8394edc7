#pragma once

#include "core/motion/sadtalker/audio_encoder.h"

namespace orator::motion::sadtalker {

/// ExpNet (SadTalker, section 3.2): mel windows to expression. Key prefix in the checkpoint: "audio2exp.".
class ExpNet : public torch::nn::Module {
 public:
  ExpNet();
  /// @param mel [T, 1, 80, 16]
  /// @param beta0 [T, 64] or [1, 64], the portrait's expression
  /// @param blink [T, 1], 0..1
  /// @return [T, 64] expression; exactly linear in beta0 and blink
  at::Tensor forward(const at::Tensor& mel, const at::Tensor& beta0, const at::Tensor& blink) const;
  /// What one unit of blink adds to the expression, [64].
  at::Tensor blinkDirection() const;
  /// What one unit of each coefficient of beta0 adds to the expression, [64 of beta0, 64].
  at::Tensor beta0Gain() const;
  /// forward() in two steps: the second is linear in all three.
  /// @param embedding [T, 512], of audioEncoder
  at::Tensor express(const at::Tensor& embedding, const at::Tensor& beta0, const at::Tensor& blink) const;

  std::shared_ptr<AudioEncoder> audioEncoder;
  std::shared_ptr<tensor::Linear> mapping;  ///< [64, 577]: 512 of the audio, 64 of beta0, blink
};

}  // namespace orator::motion::sadtalker
