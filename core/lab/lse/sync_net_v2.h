#pragma once

#include <vector>

#include "core/tensor/layers.h"

namespace orator::lab::lse {

/// SyncNet as published (Chung and Zisserman, "Out of time", 2016; the PyTorch form, syncnet_v2.model): two
/// towers that put a fifth of a second of lips and of sound into one space. Key names: netcnnaud.0 ...,
/// netfcaud.0, netcnnlip.0, netfclip.0.
class SyncNetV2 : public torch::nn::Module {
 public:
  SyncNetV2();
  /// @param windows [N, 1, 13, 20]: coefficients by time, mfcc() @return [N, 1024], not normalised
  at::Tensor embedVoice(const at::Tensor& windows) const;
  /// @param windows [N, 3, 5, 224, 224]: blue, green, red, 0..255, by time, row, column
  /// @return [N, 512], what embedLips() puts into the common space
  at::Tensor lipFeature(const at::Tensor& windows) const;
  /// @param feature [N, 512], of lipFeature @return [N, 1024], not normalised
  at::Tensor embedLips(const at::Tensor& feature) const;

 private:
  struct Stage {
    std::shared_ptr<tensor::Conv> conv;
    std::shared_ptr<tensor::BatchNorm> norm;
    at::Tensor forward(const at::Tensor& x) const;
  };
  struct Head {
    std::shared_ptr<tensor::Linear> first, last;
    std::shared_ptr<tensor::BatchNorm> norm;
    at::Tensor forward(const at::Tensor& x) const;
  };
  Stage stage(const std::string& tower, int index, std::int64_t in, std::int64_t out,
              tensor::ConvShape shape);
  Head head(const std::string& name);

  std::vector<Stage> voice_, lips_;
  Head voiceHead_, lipHead_;
};

}  // namespace orator::lab::lse
