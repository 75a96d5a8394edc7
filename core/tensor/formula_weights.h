#pragma once

#include <ATen/core/Tensor.h>

#include <string>

namespace orator::tensor {

/// Weights made from a formula of their name, so that networks can be compared without weight files.
/// Element i (row-major) comes from splitmix64 seeded with FNV-1a 64 of `salt + "/" + fullName`, scaled by
/// the kind of tensor: running_mean 0.1 s, running_var 1 + 0.5 s, batch-norm weight (one dimension) 1 + 0.1
/// s, bias 0.1 s, weights of two or more dimensions s * gain * sqrt(3 / fanIn), classbias s, anything else
/// 0.1 s; s is uniform in [-1, 1). The gain follows from the prefix: generator 1.1, face_3drecon 1.2, else 1.
/// Some tensors of networks whose activations would fade or explode have rules of their own, by prefix and
/// name: wav2lip, syncnet, gfpgan, realesrgan_x2, realesrgan_x4, lp_M, lp_W.
/// @param fullName the checkpoint key with its prefix, for example "generator.first.conv.weight"
/// @param tensor float32 on the CPU, contiguous; overwritten. `num_batches_tracked` is left alone.
void fillByFormula(const std::string& salt, const std::string& fullName, const at::Tensor& tensor);

/// s alone, as float32, times `scale` in float32: an input that is too large to be stored.
at::Tensor formulaInput(const std::string& salt, const std::string& name, at::IntArrayRef shape, float scale);

}  // namespace orator::tensor
