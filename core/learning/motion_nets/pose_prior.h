#pragma once

#include "core/learning/motion_nets/pose_material.h"
#include "core/motion/sadtalker/joined_pose.h"

namespace orator::learning {

/// Makes standard normal noise what the decoder was trained on. The latent numbers that the encoder gives
/// real motion have a mean and a covariance, close to 0 and 1 but not there; that map is folded into the
/// decoder's first layer. How the numbers of a chunk follow from those of the chunk before, 20 frames
/// earlier, becomes PoseStyles::carry and fresh. `net` is of use for making motion only from then on.
void settlePrior(motion::sadtalker::PoseVae& net, motion::sadtalker::PoseStyles& styles,
                 const PoseMaterial& material, std::uint64_t seed);

/// Gives every style the lean and the extent of its source: measured on motion made for a voice, and
/// corrected by what the network lacks or has too much.
void settleStyles(const motion::sadtalker::PoseDecoder& decoder, motion::sadtalker::PoseStyles& styles,
                  const PoseMaterial& material, std::uint64_t seed);

}  // namespace orator::learning
