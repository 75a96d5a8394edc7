#pragma once

#include <array>
#include <filesystem>
#include <vector>

#include "core/base/run_context.h"
#include "core/motion/sadtalker/pose_vae.h"
#include "core/training/adam_w.h"
#include "core/training/data_set.h"

namespace orator::training {

/// Training of PoseVAE (SadTalker, section 3.3) on tracked heads. The audio encoder is ExpNet's and stays as
/// it is, so that a voice is heard once for both networks.
struct PoseVaeOptions {
  std::int64_t steps = 2100;
  int batch = 16;  ///< stretches of 32 frames
  double learningRate = 1e-3;
  std::int64_t warmUpSteps = 100;
  double divergenceWeight = 0.0015;  ///< of KL, against the mean squared error of unit-variance motion
  std::int64_t divergenceWarmUpSteps = 600;  ///< KL comes in slowly, or nothing is remembered
  double adversarialWeight = 0.15;
  std::int64_t adversarialFrom = 900;  ///< step
  std::int64_t logEvery = 50;
  std::uint64_t seed = 1;
  AdamWOptions optimiser;
};

/// A manner of moving the head: one person's, at some liveliness.
struct PoseStyleSource {
  std::string speaker;
  double amplitude = 1;
  std::array<float, 3> leanRadians{};  ///< how this person carries the head, halved
};

/// 46 styles chosen from the speakers of a set so that they differ as much as possible: speakers with at
/// least four seconds of moving head, at three amplitudes, picked one after the other as the farthest from
/// those that were picked. Style 0 is the one nearest to the middle of all people.
std::vector<PoseStyleSource> choosePoseStyles(const std::vector<Clip>& clips);

/// Trains, or goes on where `folder` was left: folder/state.safetensors, folder/log.csv and
/// folder/posevae.safetensors (half precision, keys as in the checkpoint without "audio2pose."),
/// folder/styles.json.
/// @param encoder ExpNet's audio encoder, in eval mode
/// Progress stage: "train" (steps). @throws Error invalidArgument (too few heads), cancelled (state is saved)
void trainPoseVae(const std::vector<Clip>& training, const motion::sadtalker::AudioEncoder& encoder,
                  const PoseVaeOptions& options, const std::filesystem::path& folder,
                  const RunContext& context);

}  // namespace orator::training
