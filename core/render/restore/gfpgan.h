#pragma once

#include <array>
#include <vector>

#include "core/tensor/layers.h"

namespace orator::render::restore {

inline constexpr std::int64_t kFaceSide = 512;  ///< of the pictures that GFPGAN takes and gives

/// What GFPGAN computes on its way, for comparisons.
struct GfpganTrace {
  at::Tensor styleCode;                  ///< [1, 16, 512]
  std::vector<at::Tensor> scale, shift;  ///< of the sizes 8, 16, ..., 512
  std::vector<at::Tensor> rgb;           ///< the running picture after the sizes 8, 16, ..., 512
};

/// GFPGAN v1.4 in its clean form (Wang et al. 2021): a U-Net reads a damaged face, a StyleGAN2 decoder draws
/// it anew, led by what the U-Net saw. Runs with the noise maps that the file stores, so that the same face
/// gives the same picture (the public program draws fresh noise). Key names as in GFPGANv1.4.pth.
class Gfpgan : public torch::nn::Module {
 public:
  Gfpgan();
  /// @param face [B, 3, 512, 512] RGB, -1..1
  /// @param trace where given, B = 1 @return [B, 3, 512, 512] RGB, about -1..1
  at::Tensor forward(const at::Tensor& face, GfpganTrace* trace = nullptr) const;
  /// The picture that the U-Net's level of size 8 gives in training. @return [B, 3, 8, 8]
  at::Tensor smallestPicture(const at::Tensor& face) const;

 private:
  struct Residual {
    std::shared_ptr<tensor::Conv> first, second, skip;
    at::Tensor forward(const at::Tensor& x, bool up) const;
  };
  struct Condition {
    std::shared_ptr<tensor::Conv> first, second;
    at::Tensor forward(const at::Tensor& x) const;
  };
  struct Modulated {
    at::Tensor weight;  ///< [1, out, in, k, k]
    std::shared_ptr<tensor::Linear> modulation;
    at::Tensor forward(const at::Tensor& x, const at::Tensor& style, bool demodulate) const;
  };
  struct StyleConv {
    Modulated conv;
    at::Tensor strength, bias, noise;
    at::Tensor forward(const at::Tensor& x, const at::Tensor& style, bool up) const;
  };
  struct ToRgb {
    Modulated conv;
    at::Tensor bias;
    at::Tensor forward(const at::Tensor& x, const at::Tensor& style) const;
  };
  struct Read;

  Residual residual(const std::string& name, std::int64_t in, std::int64_t out);
  Condition condition(const std::string& name, std::int64_t channels);
  Modulated modulated(const std::string& name, std::int64_t in, std::int64_t out, std::int64_t kernel);
  StyleConv styleConv(const std::string& name, std::int64_t in, std::int64_t out, int noise,
                      std::int64_t side);
  ToRgb toRgb(const std::string& name, std::int64_t in);
  Read read(const at::Tensor& face, std::size_t levels) const;

  std::shared_ptr<tensor::Conv> first_, final_;
  std::shared_ptr<tensor::Linear> style_;
  std::vector<Residual> down_, up_;
  std::vector<Condition> scale_, shift_;
  std::vector<std::shared_ptr<tensor::Conv>> unetRgb_;
  at::Tensor constant_;  ///< [1, 512, 4, 4]
  std::shared_ptr<torch::nn::Module> noises_;
  std::vector<StyleConv> styleConvs_;  ///< style_conv1, then style_convs
  std::vector<ToRgb> toRgbs_;          ///< to_rgb1, then to_rgbs
};

}  // namespace orator::render::restore
