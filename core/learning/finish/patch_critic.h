#pragma once

#include <vector>

#include "core/tensor/layers.h"

namespace orator::learning {

/// Tells filmed crops from completed ones, patch by patch (PatchGAN), and knows where lips or lids should be:
/// it judges what is there and whether it is in its place. For training alone.
class PatchCritic : public torch::nn::Module {
 public:
  PatchCritic();
  struct Verdict {
    at::Tensor patches;                ///< [N, 1, S/8, S/8]: high for filmed
    std::vector<at::Tensor> features;  ///< of its layers, for feature matching
  };
  /// @param rgb [N, 3, S, S], 0..1 @param maps [N, kMapCount, S/4, S/4], of the same type
  Verdict judge(const at::Tensor& rgb, const at::Tensor& maps) const;

 private:
  std::shared_ptr<tensor::Conv> first_, second_, third_, last_;
};

void initialise(PatchCritic& critic, std::uint64_t seed);

}  // namespace orator::learning
