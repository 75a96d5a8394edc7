#pragma once

#include <c10/core/Device.h>

#include <filesystem>
#include <vector>

#include "core/base/run_context.h"
#include "core/face/face_model.h"
#include "core/learning/clips/data_set.h"
#include "core/learning/trainer/learning_rate.h"

namespace orator::lab {

struct SyncNetOptions {
  std::int64_t steps = 1500;
  int clips = 24;   ///< a batch is this many clips ...
  int moments = 4;  ///< ... and this many moments of each: the other moments are the hard negatives
  learning::LearningRate learningRate{.peak = 1e-3, .warmUpSteps = 0, .floor = 0.01};
  double temperature = 0.07;
  std::int64_t validateEvery = 100;
  std::uint64_t seed = 1;
  at::Device device = at::kCPU;
};

/// On speakers that were not learned from.
struct SyncNetScore {
  double found = 0;  ///< share of clips whose best lag is within one frame of 0
  double distance = 0, confidence = 0;
};

/// Trains, or goes on where `folder` was left: voice and lips of the same moment against all others of the
/// batch, both ways (contrastive, InfoNCE). Beside state and log (core/learning/trainer/run_training.h)
/// writes folder/syncnet.safetensors, the weights with the best validation score. One thread and one seed:
/// one run.
/// @throws Error as runTraining(), invalidArgument (no clips with a voice)
SyncNetScore trainSyncNet(const std::vector<learning::Clip>& training,
                          const std::vector<learning::Clip>& validation, const face::FaceModel& model,
                          const SyncNetOptions& options, const std::filesystem::path& folder,
                          const RunContext& context);

}  // namespace orator::lab
