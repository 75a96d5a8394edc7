#pragma once

#include <filesystem>

#include "core/tensor/weight_store.h"

namespace orator::tensor {

/// The weights an ONNX file carries: its tensors of float32 with at least one dimension, initialisers as well
/// as constants, also those of the branches of an If, under their names as stored. The graph itself is not
/// run: who uses the weights implements the network. @throws Error fileNotFound, notAFile, checkpointRefused
/// (not an ONNX file, a tensor whose bytes do not fit its shape, the same name twice, weights kept in another
/// file)
WeightStore readOnnxWeights(const std::filesystem::path& path);

}  // namespace orator::tensor
