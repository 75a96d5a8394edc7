#pragma once

#include <vector>

#include "core/render/liveportrait/motion_extractor.h"

namespace orator::render::liveportrait {

/// One of the three networks of stitching_retargeting_module.pth: linear layers with ReLU between them. Key
/// names: mlp.0, mlp.2, ...
class RetargetingNet : public torch::nn::Module {
 public:
  /// @param widths of the layers, from the input to the output
  explicit RetargetingNet(const std::vector<std::int64_t>& widths);
  /// @param input [B, first width] @return [B, last width]
  at::Tensor forward(const at::Tensor& input) const;

 private:
  std::vector<std::shared_ptr<tensor::Linear>> layers_;
};

/// Stitching moves a frame's key points so that shoulders stay with the picture. retarget_shoulder.
RetargetingNet stitchingNet();
/// Opens or shuts the lips. retarget_mouth.
RetargetingNet lipNet();
/// Opens or shuts the eyes. retarget_eye.
RetargetingNet eyeNet();

/// @param source, driving [1, 21, 3] @return [1, 65]: how 21 points move, then all of them in x and y
at::Tensor stitchDelta(const RetargetingNet& stitching, const at::Tensor& source, const at::Tensor& driving);
/// @param delta of stitchDelta @return the driving points, stitched
at::Tensor stitched(const at::Tensor& driving, const at::Tensor& delta);

/// @param condition [1, 2]: lip ratio of the source, wanted ratio @return [1, 21, 3], to be added
at::Tensor lipDelta(const RetargetingNet& lip, const at::Tensor& source, const at::Tensor& condition);
/// @param condition [1, 3]: eye ratios of the source (left, right of the picture), wanted ratio
/// @return [1, 21, 3], to be added
at::Tensor eyeDelta(const RetargetingNet& eye, const at::Tensor& source, const at::Tensor& condition);

}  // namespace orator::render::liveportrait
