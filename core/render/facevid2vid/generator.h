#pragma once

#include "core/render/facevid2vid/dense_motion.h"
#include "core/render/facevid2vid/spade.h"

namespace orator::render::facevid2vid {

struct GeneratedFrame {
  DenseMotion motion;
  at::Tensor prediction;  ///< [B, 3, S, S] RGB 0..1
};

/// SadTalker's picture generator (face-vid2vid with a SPADE decoder). Key prefix: "generator.".
class Generator : public torch::nn::Module {
 public:
  Generator();
  /// What depends on the portrait only; run once. @param image [1, 3, S, S] @return [1, 32, 16, S/4, S/4]
  at::Tensor sourceFeature(const at::Tensor& image) const;
  /// @param feature of sourceFeature, [1 or B, ...] @param driving [B, 15, 3] @param source [1 or B, 15, 3]
  GeneratedFrame forward(const at::Tensor& feature, const at::Tensor& driving,
                         const at::Tensor& source) const;

  std::shared_ptr<DenseMotionNetwork> denseMotion;
  std::shared_ptr<SpadeDecoder> decoder;

 private:
  struct Block {
    std::shared_ptr<tensor::Conv> conv;
    std::shared_ptr<tensor::BatchNorm> norm;
  };
  struct Residual {
    Block one, two;
  };
  Block first_, third_;
  std::vector<Block> down_;
  std::shared_ptr<tensor::Conv> second_, fourth_;
  std::vector<Residual> residuals_;
};

}  // namespace orator::render::facevid2vid
