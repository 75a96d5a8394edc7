#pragma once

#include <c10/core/Device.h>

#include <filesystem>
#include <vector>

#include "core/base/run_context.h"
#include "core/learning/clips/data_set.h"
#include "core/learning/trainer/adam_w.h"
#include "core/learning/trainer/learning_rate.h"
#include "core/motion/sadtalker/audio_encoder.h"

namespace orator::learning {

/// Training of PoseVAE (SadTalker, section 3.3) on tracked heads: mean squared error, Kullback-Leibler
/// divergence, a critic of sequences, 46 styles. The audio encoder is ExpNet's and stays as it is, so that a
/// voice is encoded once for both networks. Beyond the paper: it starts from principal components
/// (pose_start.h), learns motion in units of a style's extent (pose_material.h), and ends with its prior
/// measured (pose_prior.h).
struct PoseVaeOptions {
  std::int64_t steps = 700;
  int batch = 16;  ///< stretches of 32 frames
  LearningRate learningRate{.peak = 3e-4, .warmUpSteps = 50, .floor = 0.02};
  double noise = 0.05;  ///< variance of unit-variance motion that is not worth remembering: sets KL's weight
  double velocityWeight = 4;
  double adversarialWeight = 0.05;
  std::int64_t adversarialFrom = 385;  ///< step
  std::int64_t logEvery = 50;
  at::Device device = at::kCPU;  ///< where the networks learn; files are the CPU's
  std::uint64_t seed = 1;
  AdamWOptions optimiser;
};

/// Trains, or goes on where `folder` was left (core/learning/trainer/run_training.h). Writes beside state and
/// log folder/posevae.safetensors (half precision; decoder and audio encoder under the checkpoint's keys
/// without "audio2pose.", and "manners.") and folder/styles.json. A training may be taken up with another
/// ExpNet.
/// @param encoder ExpNet's audio encoder, in eval mode
/// @throws Error as runTraining(), invalidArgument (too few heads)
void trainPoseVae(const std::vector<Clip>& training, const motion::sadtalker::AudioEncoder& encoder,
                  const PoseVaeOptions& options, const std::filesystem::path& folder,
                  const RunContext& context);

}  // namespace orator::learning
