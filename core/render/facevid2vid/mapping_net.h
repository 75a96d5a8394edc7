#pragma once

#include "core/render/facevid2vid/row_reach.h"
#include "core/tensor/layers.h"

namespace orator::render::facevid2vid {

inline constexpr std::int64_t kWindow = 2 * kRowReach + 1;

/// Pose bins and deltas of B frames, as the mapping network gives them.
struct MappedMotion {
  at::Tensor yaw, pitch, roll;  ///< [B, 66] logits over 3-degree bins
  at::Tensor translation;       ///< [B, 3]
  at::Tensor expression;        ///< [B, 45], a 3-D offset per key point
};

/// MappingNet (SadTalker, section 3.4): coefficient windows to key-point motion. The checkpoint's own keys
/// have no prefix.
class MappingNet : public torch::nn::Module {
 public:
  /// @param coefficients 70 (crop, extcrop, resize) or 73 (full, extfull) rows
  explicit MappingNet(std::int64_t coefficients);
  std::int64_t coefficients() const { return coefficients_; }
  /// One window a frame. @param windows [B, coefficients, 27]
  MappedMotion forward(const at::Tensor& windows) const;
  /// The whole track at once: a frame's result needs its 27 columns only, so the convolutions run once over
  /// all columns. Equals forward() on the windows up to rounding.
  /// @param columns [coefficients, T + 26], the track with 13 columns of margin on each side
  MappedMotion forwardTrack(const at::Tensor& columns) const;
  /// Arithmetic of its convolutions over so many columns, 10^9 operations.
  double gflop(std::int64_t columns) const;

 private:
  at::Tensor encode(const at::Tensor& x) const;
  MappedMotion heads(const at::Tensor& features) const;

  std::int64_t coefficients_;
  std::shared_ptr<tensor::Conv> first_;
  std::vector<std::shared_ptr<tensor::Conv>> encoders_;
  std::shared_ptr<tensor::Linear> yaw_, pitch_, roll_, translation_, expression_;
};

}  // namespace orator::render::facevid2vid
