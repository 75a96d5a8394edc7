#pragma once

#include "core/motion/sadtalker/pose_vae.h"

namespace orator::motion::sadtalker {

/// Chunks of head motion that fade into each other: each starts kPoseStep frames after the one before, so
/// that nothing jumps where one draw follows another. For weights that were trained on motion about the
/// middle pose, as ours are; the published ones begin every chunk at the reference and follow one another
/// without overlap (PoseVae::forward).
inline constexpr std::int64_t kPoseStep = 20;

/// What our PoseVAE knows beyond the published layers. Its decoder makes motion in units of a style's own
/// extent, and what a chunk does depends on the chunk before. Key prefix: "manners.".
class PoseStyles : public torch::nn::Module {
 public:
  PoseStyles();
  at::Tensor lean;    ///< [S = 46, 6] middle of a style's motion, against the portrait's pose
  at::Tensor extent;  ///< [S, 6] standard deviation: radians, decimetre
  /// [64, 64] each: z' = carry z + fresh noise is again standard normal, and correlates with the z of the
  /// chunk before as the chunks of people do.
  at::Tensor carry, fresh;
};

/// Number of noise vectors a clip of `frames` frames consumes.
std::int64_t joinedChunks(std::int64_t frames);

/// @param sound [T, 6], of PoseDecoder::voiceFeatures()
/// @param noise [joinedChunks(T), 64], standard normal
/// @param shares [S] of styleShares(), as many as `styles` has
/// @return [T, 6] motion against the portrait's pose, smoothed; begins and ends at it, 0.7 s away it is free
at::Tensor joinedPose(const PoseDecoder& decoder, const PoseStyles& styles, const at::Tensor& sound,
                      const at::Tensor& noise, const at::Tensor& shares);

}  // namespace orator::motion::sadtalker
