#pragma once

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>

#include <filesystem>
#include <vector>

#include "core/base/run_context.h"
#include "core/learning/finish/finish_pairs.h"
#include "core/learning/trainer/learning_rate.h"

namespace orator::learning {

struct FinishOptions {
  render::finish::Feature feature = render::finish::Feature::mouth;
  std::int64_t steps = 20000;
  int batch = 16;
  LearningRate learningRate{.peak = 4e-4, .warmUpSteps = 100, .floor = 0.05};
  double criticFrom = 0.3;     ///< share of the steps after which the critic has a say
  double criticWeight = 0.02;  ///< of its verdict beside the mean difference of colours (0..1)
  double matchWeight = 0.5;    ///< of the difference of its features
  std::int64_t judgeEvery = 500;
  std::uint64_t seed = 1;
  at::Device device = at::kCPU;
  at::ScalarType precision = at::kFloat;
  std::filesystem::path start;  ///< weights to begin with; empty: none
  double lightVaries = 1;       ///< of the usual variation of light and colour; 0 learns them as they are
  bool mirrored = true;         ///< mouths are also learned from their mirror images
  double coarseInside =
      0.8;  ///< 0..1: how little single pixels between lips or lids count against the mean around
  bool keepBest = false;  ///< finish.safetensors is that of the judgement with the least difference
};

/// On people who were not learned from; differences of 8-bit values in the whole crop.
struct FinishScore {
  double difference = 0, warpedDifference = 0;
  double ssim = 0, warpedSsim = 0;
  double detail = 0, warpedDetail = 0;  ///< gradient energy over that of what was filmed
};

/// Trains the network of one feature on pairs of frames of the same person (self-reenactment), or goes on
/// where `folder` was left: colour and gradient differences, a critic of patches with feature matching, and
/// little paint away from lips and lids. Every person counts alike; wide mouths and shut eyes come often.
/// Beside state and log (core/learning/trainer/run_training.h) writes folder/finish.safetensors, the weights'
/// running mean (the last or the best), and folder/sheet.png: rest, warped, made and filmed crops of people
/// who were not learned from.
/// @throws Error as runTraining(), invalidArgument (no pairs of this feature), fileNotFound,
/// checkpointRefused (start)
FinishScore trainFinish(const std::vector<FinishPairs>& training, const std::vector<FinishPairs>& validation,
                        const FinishOptions& options, const std::filesystem::path& folder,
                        const RunContext& context);

}  // namespace orator::learning
