#pragma once

#include "core/motion/sadtalker/pose_vae.h"

namespace orator::motion::sadtalker {

/// Chunks of head motion that fade into each other: each starts kPoseStep frames after the one before, so
/// that nothing jumps where an independent draw follows another. For weights that were trained on motion
/// about the middle pose, as ours are; the published ones begin every chunk at the reference and follow one
/// another without overlap (PoseVae::forward).
inline constexpr std::int64_t kPoseStep = 20;

/// Number of noise vectors a clip of `frames` frames consumes.
std::int64_t joinedChunks(std::int64_t frames);

/// @param sound [T, 6], of PoseDecoder::hear()
/// @param reference [6] pose of the portrait @param noise [joinedChunks(T), 64] @param style [64]
/// @return [T, 6] absolute pose, not yet smoothed; begins and ends at the reference, 0.7 s away it is free
at::Tensor joinedPose(const PoseVae& network, const at::Tensor& sound, const at::Tensor& reference,
                      const at::Tensor& noise, const at::Tensor& style);

}  // namespace orator::motion::sadtalker
