#pragma once

#include <vector>

#include "core/render/finish/crop.h"
#include "core/tensor/layers.h"

namespace orator::render::finish {

/// Numbers of a cell that the network reads: its pixels and its maps.
inline constexpr std::int64_t kFolded = 6 * kMapStep * kMapStep + kMapCount;

/// What the network says of a batch of crops of one side S.
struct Completion {
  at::Tensor flow;    ///< f32 [N, 2, S/4, S/4]: where to take the warped picture from, crop pixels, x and y
  at::Tensor colour;  ///< f32 [N, 3, S, S], 0..1: what to paint ...
  at::Tensor mask;    ///< f32 [N, 1, S, S], 0..1: ... and where
};

/// Completes a mouth or an eye that a warp has opened or shut: a small U-Net over the warped crop, the
/// portrait's own and maps of where lips or lids are and were. Fully convolutional and without normalisation,
/// so that a crop's result does not depend on its batch. Works in quarters of the resolution; pixels are
/// folded into channels.
class FinishNet : public torch::nn::Module {
 public:
  FinishNet();
  /// @param images f32 or bf16 [N, 6, S, S], 0..1: warped R G B, rest R G B; S a multiple of 16
  /// @param maps [N, kMapCount, S/4, S/4] of the same type
  Completion forward(const at::Tensor& images, const at::Tensor& maps) const;
  /// The same of pixels that are folded already. @param in [N, kFolded, S/4, S/4], best with the channels
  /// last: images less a half by at::pixel_unshuffle(), maps
  Completion forward(const at::Tensor& in) const;

 private:
  struct Residual {
    std::shared_ptr<tensor::Conv> first, second;
    at::Tensor forward(const at::Tensor& x) const;
  };
  Residual residual(const std::string& name, std::int64_t channels);

  std::shared_ptr<tensor::Conv> stem_, down1_, down2_, up1_, up0_, head_;
  Residual fine_, middle_, deep_, deeper_, middleUp_, fineUp_;
};

/// Kernels by He's rule from the seed; at the start the warped picture is left as it is.
void initialise(FinishNet& net, std::uint64_t seed);

/// The warped crops completed. @param warped f32 [N, 3, S, S], 0..1 @param share f32 [N, 1, 1, 1]
/// @return f32 [N, 3, S, S]
at::Tensor complete(const at::Tensor& warped, const Completion& completion, const at::Tensor& share);

}  // namespace orator::render::finish
