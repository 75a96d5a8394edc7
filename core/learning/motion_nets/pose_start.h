#pragma once

#include "core/learning/motion_nets/pose_material.h"
#include "core/motion/sadtalker/pose_vae.h"

namespace orator::learning {

/// Where the training of PoseVAE starts: at the best linear variational autoencoder, which is known in closed
/// form (probabilistic principal components: Tipping and Bishop 1999; Lucas et al. 2019). Encoder and decoder
/// are filled so that they compute it: motion passes through their U-nets unchanged, the layers between
/// project on principal components. Standard normal noise then gives motion of the right extent and speed
/// from the first step on, and training adds what is not linear: voice, style, rests. Random weights, on the
/// 17 minutes that there are, learn to pass motion through the noise only poorly: what they make from noise
/// has a quarter of the extent.
/// Batch norms are measured once, here, and stay.
/// @param noise variance of unit-variance motion that is not worth remembering
void startFromPrincipalComponents(motion::sadtalker::PoseVae& net, const PoseMaterial& material, double noise,
                                  std::uint64_t seed);

}  // namespace orator::learning
