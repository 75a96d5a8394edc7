#pragma once

#include <optional>

#include "core/render/facevid2vid/mapping_net.h"

namespace orator::render::facevid2vid {

inline constexpr std::int64_t kKeyPoints = 15;
inline constexpr std::int64_t kMotions =
    kKeyPoints + 1;  ///< one for each of them, and the background's, which stays
inline constexpr std::int64_t kDepth = 16;

/// Canonical key points of a portrait (face-vid2vid). Key prefix in the checkpoint: "kp_extractor.".
class KeyPointDetector : public torch::nn::Module {
 public:
  KeyPointDetector();
  /// @param image [B, 3, H, W] RGB 0..1, H = W a multiple of 128
  /// @return [B, 15, 3] in -1..1, order x, y, z
  at::Tensor forward(const at::Tensor& image) const;
  /// Arithmetic of its convolutions for a picture of side S, 10^9 operations.
  double gflop(std::int64_t side) const;

 private:
  struct Block {
    std::shared_ptr<tensor::Conv> conv;
    std::shared_ptr<tensor::BatchNorm> norm;
  };
  at::Tensor blur_;  ///< [3, 1, 13, 13]
  std::vector<Block> down_, up_;
  std::shared_ptr<tensor::Conv> lift_, head_;
};

/// Degrees of the pose bins' expectation. @param bins [B, 66] @return [B]
at::Tensor degreesOf(const at::Tensor& bins);

/// The user's own angles, in degrees, in place of the predicted ones; [B] each or undefined.
struct PoseOverride {
  at::Tensor yaw, pitch, roll;
};

/// R * canonical + (0, t_y, 0) + expression. @param canonical [1 or B, 15, 3] @return [B, 15, 3]
at::Tensor transformKeyPoints(const at::Tensor& canonical, const MappedMotion& motion,
                              const PoseOverride& pose = {});

/// Coordinates of every voxel, -1..1 with the corners on the ends. @return [d, h, w, 3], order x, y, z
at::Tensor coordinateGrid(std::int64_t d, std::int64_t h, std::int64_t w, const at::TensorOptions& options);

}  // namespace orator::render::facevid2vid
