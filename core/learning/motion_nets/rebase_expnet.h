#pragma once

#include <filesystem>

#include "core/motion/sadtalker/exp_net.h"

namespace orator::learning {

/// Carries an ExpNet over to another face model without training: its last layer then speaks the new basis.
/// Linear as the layer is in the audio, beta0 and blink: c' = F^T c + o; beta0 is carried back first.
/// @param weights expnet.safetensors in the old basis @param rebase rebase.safetensors that trainFaceModel()
/// wrote beside the new face model @param out the same weights in the new basis, half precision
/// @throws Error fileNotFound, checkpointRefused, outputUnwritable
void rebaseExpNet(const std::filesystem::path& weights, const std::filesystem::path& rebase,
                  const std::filesystem::path& out);

/// As packs have it: keys as in the checkpoint without prefix, half precision.
/// @throws Error outputUnwritable, diskFull
void writeExpNet(const std::filesystem::path& out, motion::sadtalker::ExpNet& net);

}  // namespace orator::learning
