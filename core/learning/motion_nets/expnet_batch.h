#pragma once

#include <ATen/core/Tensor.h>

#include <random>
#include <vector>

#include "core/learning/clips/clip_sampler.h"
#include "core/learning/measures/lip_geometry.h"
#include "core/learning/motion_nets/expnet_trainer.h"

namespace orator::learning {

/// Stretches of voices and the coefficients that belong to them. S sequences of F frames, float32.
struct ExpNetBatch {
  at::Tensor mel;             // [S F, 1, 80, 16]
  at::Tensor beta0;           // [S F, 64]
  at::Tensor blink;           // [S F, 1]
  at::Tensor expression;      // [S, F, 64]
  at::Tensor opening, width;  // [S, F], tracked
};

/// Weights of the losses, from the spread of the material.
struct ExpNetSpread {
  at::Tensor coefficient;  // [64] one over the standard deviation
  double opening = 1, width = 1, lipPoints = 1;
};

/// What is minimised, and parts of it for the log.
struct ExpNetLosses {
  at::Tensor total;
  double lips = 0, opening = 0, correlation = 0;
};

ExpNetSpread measureSpread(const std::vector<Clip>& clips, const LipGeometry& geometry);

/// @param spoken may be null: no synthetic voices
ExpNetBatch drawBatch(const ClipSampler& filmed, const ClipSampler* spoken, const ExpNetOptions& options,
                      std::mt19937_64& random);

ExpNetBatch moved(const ExpNetBatch& batch, at::Device device);
LipGeometry moved(LipGeometry geometry, at::Device device);

/// @param made [S, F, 64] @param geometry on the device of the others
ExpNetLosses measureLosses(const at::Tensor& made, const ExpNetBatch& batch, const LipGeometry& geometry,
                           const ExpNetSpread& spread);

}  // namespace orator::learning
