#pragma once

#include <filesystem>

#include "core/tensor/weight_store.h"

namespace orator::tensor {

/// The weights of a TensorFlow.js model: a manifest (JSON) that names them, and one file of their numbers in
/// that order. float32 as stored, or quantised to one byte each (value = min + scale * byte). Shapes stay
/// TensorFlow's: kernels as rows, columns, inputs, outputs. The graph itself is not run.
/// @param manifest the weights_manifest.json, of one group @param data its numbers
/// @throws Error fileNotFound, notAFile, checkpointRefused (no such manifest, numbers that do not fill the
/// data exactly or are not finite, the same name twice, another kind of number)
WeightStore readTfjsWeights(const std::filesystem::path& manifest, const std::filesystem::path& data);

}  // namespace orator::tensor
