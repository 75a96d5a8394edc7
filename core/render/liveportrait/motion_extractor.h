#pragma once

#include <vector>

#include "core/tensor/layers.h"

namespace orator::render::liveportrait {

inline constexpr std::int64_t kPoints = 21;  ///< implicit key points

/// What a face does in a picture. B pictures.
struct FaceMotion {
  at::Tensor canonical;         ///< [B, 21, 3] key points of the person at rest, order x, y, z
  at::Tensor expression;        ///< [B, 21, 3]
  at::Tensor translation;       ///< [B, 3]
  at::Tensor scale;             ///< [B, 1]
  at::Tensor pitch, yaw, roll;  ///< [B, 66] bins
};

/// LivePortrait's motion extractor M (motion_extractor.pth): a ConvNeXt V2 with heads. Key prefix in the
/// file: "detector.".
class MotionExtractor : public torch::nn::Module {
 public:
  MotionExtractor();
  /// @param image [B, 3, 256, 256] RGB 0..1
  FaceMotion forward(const at::Tensor& image) const;

 private:
  struct LayerNorm {
    at::Tensor weight, bias;
    at::Tensor overLast(const at::Tensor& x) const;
    at::Tensor overChannels(const at::Tensor& x) const;
  };
  struct Block {
    at::Tensor depthwiseWeight, depthwiseBias, gamma, beta;
    LayerNorm norm;
    std::shared_ptr<tensor::Linear> widen, narrow;
    at::Tensor forward(const at::Tensor& x) const;
  };
  LayerNorm layerNorm(const std::string& name, std::int64_t channels);
  Block block(const std::string& name, std::int64_t channels);
  std::shared_ptr<tensor::Linear> head(const std::string& name, std::int64_t out);

  std::vector<std::shared_ptr<tensor::Conv>> reduce_;
  std::vector<LayerNorm> reduceNorm_;
  std::vector<std::vector<Block>> stages_;
  LayerNorm norm_;
  std::shared_ptr<tensor::Linear> points_, scale_, pitch_, yaw_, roll_, translation_, expression_;
};

}  // namespace orator::render::liveportrait
