#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace orator::learning {

using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

/// What decides a training, by the names a user knows: "seed", "steps", "data set", ... A training that goes
/// on with other values would be neither the old nor the new one.
using TrainingSetup = std::map<std::string, std::string>;

/// Everything of a training but its tensors.
struct TrainingProgress {
  std::int64_t step = 0;                  ///< steps that are done
  std::map<std::string, double> numbers;  ///< best score, counts of the optimisers, ...
};

/// The state of a training is one safetensors file: the tensors, and in the metadata
///   format   "orator training state 1"
///   trainer  "expnet", ...
///   step     steps that are done
///   setup    JSON object of TrainingSetup
///   numbers  JSON object of TrainingProgress::numbers
/// @throws Error outputUnwritable, diskFull
void writeTrainingState(const std::filesystem::path& file, const std::string& trainer,
                        const TrainingSetup& setup, const TrainingProgress& progress,
                        const NamedTensors& tensors);

/// Copies the tensors of a state into `tensors`, which are shared with networks and optimisers.
/// @param setup that is asked for now
/// @throws Error fileNotFound; invalidArgument (another trainer or setup: what was asked for then and now);
/// checkpointRefused (not such a file, a missing key, tensors of other names, shapes or types, numbers that
/// are not finite; nothing has been copied then)
TrainingProgress readTrainingState(const std::filesystem::path& file, const std::string& trainer,
                                   const TrainingSetup& setup, const NamedTensors& tensors);

}  // namespace orator::learning
