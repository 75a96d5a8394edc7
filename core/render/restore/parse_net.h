#pragma once

#include <vector>

#include "core/tensor/layers.h"

namespace orator::render::restore {

struct ParsedFace {
  at::Tensor mask;     ///< [B, 19, S, S]: how much each label speaks for a pixel; the largest is the label
  at::Tensor picture;  ///< [B, 3, S, S]: the face as the network draws it
};

/// The network that tells the parts of a face for pasting it back (facexlib's ParseNet,
/// parsing_parsenet.pth). Key names: encoder.0.conv2d, body.0.conv1.conv2d, ...
class ParseNet : public torch::nn::Module {
 public:
  ParseNet();
  /// @param face [B, 3, S, S] RGB, -1..1, S a multiple of 16
  ParsedFace forward(const at::Tensor& face) const;

 private:
  enum class Way { same, down, up };
  struct Layer {
    std::shared_ptr<tensor::Conv> conv;
    std::shared_ptr<tensor::BatchNorm> norm;  ///< null: neither norm nor activation
    Way way = Way::same;
    at::Tensor forward(const at::Tensor& x) const;
  };
  struct Residual {
    Layer first, second, shortcut;  ///< the last without a convolution: the input as it is
    at::Tensor forward(const at::Tensor& x) const;
  };
  Layer layer(const std::string& name, std::int64_t in, std::int64_t out, Way way, bool normed);
  Residual residual(const std::string& name, std::int64_t in, std::int64_t out, Way way);

  Layer first_, mask_, picture_;
  std::vector<Residual> encoder_, body_, decoder_;
};

}  // namespace orator::render::restore
