#pragma once

#include <array>
#include <optional>

#include "core/tensor/layers.h"

namespace orator::render::facevid2vid {

/// Convolution with spectral normalisation in its stored form. Key names: weight_orig, weight_u, weight_v,
/// bias.
class SpectralConv : public torch::nn::Module {
 public:
  SpectralConv(std::int64_t in, std::int64_t out, std::int64_t kernel, bool bias);
  at::Tensor forward(const at::Tensor& x) const;
  /// weight_orig divided by its spectral norm u^T W v.
  at::Tensor normalisedWeight() const;
  at::Tensor weightOriginal, u, v, bias;
};

/// Spatially adaptive normalisation (Park et al. 2019): gamma and beta are read from a feature map.
class Spade : public torch::nn::Module {
 public:
  Spade(std::int64_t channels, std::int64_t mapChannels);
  /// @param x [B, C, h, w] @param map [B, 256, h', w'], resized to x by nearest neighbour
  at::Tensor forward(const at::Tensor& x, const at::Tensor& map) const;
  std::shared_ptr<tensor::Conv> shared, gamma, beta;
};

/// SPADE residual block; with a learned shortcut where the channel count changes.
class SpadeBlock : public torch::nn::Module {
 public:
  SpadeBlock(std::int64_t in, std::int64_t out, std::int64_t mapChannels);
  at::Tensor forward(const at::Tensor& x, const at::Tensor& map) const;
  std::shared_ptr<SpectralConv> conv0, conv1, convShortcut;  ///< the last may be null
  std::shared_ptr<Spade> norm0, norm1, normShortcut;
};

/// Warped feature to picture. Key prefix: "generator.decoder.".
class SpadeDecoder : public torch::nn::Module {
 public:
  SpadeDecoder();
  /// @param feature [B, 256, h, w] @return [B, 3, 4h, 4w] RGB 0..1
  at::Tensor forward(const at::Tensor& feature) const;
  std::shared_ptr<tensor::Conv> first, image;
  std::array<std::shared_ptr<SpadeBlock>, 6> middle;
  std::shared_ptr<SpadeBlock> up0, up1;
};

/// Every pixel twice in both directions.
at::Tensor doubled(const at::Tensor& x);

}  // namespace orator::render::facevid2vid
