#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/run_context.h"

namespace orator::learning {

/// `orator-lab train finish`: what the program says, without LibTorch.
struct FinishTask {
  std::string feature = "mouth";  ///< mouth, eye
  std::filesystem::path set, folder;
  std::filesystem::path heldOut;  ///< people to judge by, as HeldOut
  std::filesystem::path start;    ///< weights to begin with
  std::int64_t steps = 20000;
  int batch = 16;
  int threads = 0;                                                  ///< 0: every processor
  double criticFrom = 0.3, criticWeight = 0.02, matchWeight = 0.5;  ///< as FinishOptions
  double learningRate = 4e-4;
  std::int64_t judgeEvery = 500;
  std::uint64_t seed = 1;
  std::string device = "auto";     ///< auto, cpu, cuda
  std::string precision = "auto";  ///< auto, float32, bfloat16
};

struct FinishResult {
  std::size_t trainingClips = 0, validationClips = 0;
  double difference = 0, warpedDifference = 0, ssim = 0, warpedSsim = 0, detail = 0;  ///< as FinishScore
};

/// Reads the set, parts it by speaker and trains; draws the log as folder/log.png.
/// @throws Error as pairFiles(), readPairs() and trainFinish(); invalidArgument (no such feature)
FinishResult trainFinish(const FinishTask& task, const RunContext& context);

}  // namespace orator::learning
