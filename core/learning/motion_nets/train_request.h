#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/run_context.h"

namespace orator::learning {

/// What the program's user says about a training. The recipes themselves stand in expnet_trainer.h and
/// posevae_trainer.h.
struct TrainRequest {
  std::filesystem::path set;  ///< data set (core/learning/clips/data_set.h)
  std::filesystem::path out;  ///< folder for weights, log and state; a training goes on where it was left
  std::filesystem::path
      heldOut;  ///< speakers to validate on, one a line; empty: every sixth by a hash of the name
  std::filesystem::path expNet;  ///< PoseVAE: the expnet.safetensors whose audio encoder is shared
  std::filesystem::path spoken;  ///< ExpNet: set of synthetic voices (spoken_clips.h); empty: none
  std::filesystem::path start;   ///< ExpNet: weights to learn on from, in the same basis; empty: random ones
  std::string anchor;            ///< ExpNet: collection whose sound is exact, empty: the mean of all
  std::string pack = "studio";   ///< whose face model is the basis
  double share = 1;  ///< of the speakers to learn from, in (0, 1]; a smaller share lies in a larger
  std::string device = "auto";     ///< auto, cpu, cuda
  std::string precision = "auto";  ///< ExpNet: of the convolutions (core/learning/trainer/precision.h)
  int threads = 0;                 ///< 0: all
  std::int64_t expNetSteps = 3400, poseVaeSteps = 700;
  std::uint64_t seed = 1;
};

// Each returns the weights it wrote, beside log.csv and its picture log.png.
// @throws Error fileNotFound, invalidArgument (too little material), packMissing, outputUnwritable, cancelled

std::filesystem::path trainExpNet(const TrainRequest& request, const RunContext& context);
std::filesystem::path trainPoseVae(const TrainRequest& request, const RunContext& context);
/// Both, one after the other: out/expnet/expnet.safetensors and out/posevae/posevae.safetensors.
std::filesystem::path reproduceMotionNetworks(const TrainRequest& request, const RunContext& context);

}  // namespace orator::learning
