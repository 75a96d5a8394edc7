#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <vector>

#include "core/learning/clips/data_set.h"

namespace orator::learning {

struct LinearFit {
  at::Tensor weight;  ///< [K, C]
  at::Tensor bias;    ///< [K]
};

/// The layer that says of what it hears most nearly what was said (ridge regression about the means).
/// @param heard f32 [N, C] @param said f32 [N, K]
LinearFit fitLinear(const at::Tensor& heard, const at::Tensor& said);

/// Carries a PoseVAE over to another ExpNet without training, so that a voice is encoded once for both: its
/// audio encoder becomes ExpNet's, and the layer behind it is fitted to say of voices what it said. Heads
/// then move as before; nothing else of the file changes.
/// @param weights posevae.safetensors @param expNet expnet.safetensors @param fitted clips with a voice to
/// fit on @param judged clips of other people @param out file to write
/// @return share of the variance of what the layer said of `judged` that it still says
/// @throws Error invalidArgument (no clips), fileNotFound, checkpointRefused, outputUnwritable
double rebasePoseVae(const std::filesystem::path& weights, const std::filesystem::path& expNet,
                     const std::vector<Clip>& fitted, const std::vector<Clip>& judged,
                     const std::filesystem::path& out);

}  // namespace orator::learning
