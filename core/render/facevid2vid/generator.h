#pragma once

#include "core/render/facevid2vid/dense_motion.h"
#include "core/render/facevid2vid/spade.h"

namespace orator::render::facevid2vid {

struct GeneratedFrame {
  DenseMotion motion;
  at::Tensor prediction;  ///< [B, 3, S, S] RGB 0..1
};

/// What of the generator depends on the portrait only. Its keys lie directly under "generator.".
class SourceEncoder {
 public:
  explicit SourceEncoder(torch::nn::Module& parent);
  /// @param image [B, 3, S, S] RGB 0..1 @return [B, 32, 16, S/4, S/4]
  at::Tensor forward(const at::Tensor& image) const;
  /// Weights of every convolution and the pixels it gives for a picture of side S, for counting arithmetic.
  std::vector<std::pair<at::Tensor, std::int64_t>> convolutions(std::int64_t side) const;

 private:
  struct Residual {
    ConvNorm one, two;
  };
  ConvNorm first_;
  std::vector<ConvNorm> down_;
  std::shared_ptr<tensor::Conv> second_;
  std::vector<Residual> residuals_;
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
  /// The second half of forward(). @return [B, 3, S, S]
  at::Tensor picture(const at::Tensor& feature, const DenseMotion& motion) const;

  SourceEncoder encoder;
  std::shared_ptr<DenseMotionNetwork> denseMotion;
  std::shared_ptr<SpadeDecoder> decoder;
  ConvNorm third;                        ///< 512 -> 256 over the warped feature
  std::shared_ptr<tensor::Conv> fourth;  ///< 1x1
};

}  // namespace orator::render::facevid2vid
