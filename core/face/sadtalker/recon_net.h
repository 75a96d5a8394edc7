#pragma once

#include "core/tensor/layers.h"

namespace orator::face::sadtalker {

/// ResNet-50 that reads 3DMM coefficients from an aligned face (Deep3DFaceReconstruction).
/// Key prefix in the checkpoint: "face_3drecon.".
class ReconNet : public torch::nn::Module {
 public:
  ReconNet();
  /// @param image [B, 3, 224, 224] RGB 0..1, aligned by alignFace
  /// @return [B, 257]: 80 identity, 64 expression, 80 texture, 3 angles, 27 light, 3 translation
  at::Tensor forward(const at::Tensor& image) const;

 private:
  struct Bottleneck {
    std::shared_ptr<tensor::Conv> conv1, conv2, conv3, downsample;  ///< downsample may be null
    std::shared_ptr<tensor::BatchNorm> norm1, norm2, norm3, downsampleNorm;
  };
  std::shared_ptr<tensor::Conv> conv_;
  std::shared_ptr<tensor::BatchNorm> norm_;
  std::vector<Bottleneck> blocks_;
  std::vector<std::shared_ptr<tensor::Conv>> heads_;
};

}  // namespace orator::face::sadtalker
