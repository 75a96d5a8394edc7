#include "core/learning/motion_nets/train_request.h"

#include "core/base/file_system.h"
#include "core/learning/clips/split_set.h"
#include "core/learning/motion_nets/expnet_trainer.h"
#include "core/learning/motion_nets/posevae_trainer.h"
#include "core/learning/trainer/curve_plot.h"
#include "core/learning/trainer/precision.h"
#include "core/packs/pack.h"
#include "core/tensor/device.h"
#include "core/tensor/parallel.h"
#include "core/tensor/weight_store.h"

namespace orator::learning {
namespace {

namespace fs = std::filesystem;

SplitOptions splitOptions(const TrainRequest& request, bool needVoice) {
  return {.set = request.set, .heldOut = request.heldOut, .share = request.share, .needVoice = needVoice};
}

std::vector<Clip> readAllClips(const fs::path& set) {
  std::vector<Clip> clips;
  if (set.empty()) return clips;
  for (const fs::path& file : clipFiles(set)) clips.push_back(readClip(file));
  return clips;
}

}  // namespace

fs::path trainExpNet(const TrainRequest& request, const RunContext& context) {
  if (request.threads > 0) tensor::setThreadCount(request.threads);
  Split split = splitSet(splitOptions(request, true), context);
  makeFolder(request.out);
  ExpNetOptions options;
  options.steps = request.expNetSteps;
  options.seed = request.seed;
  options.anchor = request.anchor;
  options.device = tensor::deviceOf(request.device);
  options.precision = precisionOf(request.precision, options.device);
  if (!request.start.empty()) {
    // What has learned already tells at once where the voices belong, and is not to be thrown far.
    options.start = request.start;
    options.alignAt = 0;
    options.learningRate.peak *= 0.4;
  }
  const auto model = face::loadFaceModel(packs::openPack(request.pack).file("face_model"));
  trainExpNet({std::move(split.training), readAllClips(request.spoken), std::move(split.validation)}, model,
              options, request.out, context);
  plotTrainingLog(request.out / "log.csv", request.out / "log.png");
  return request.out / "expnet.safetensors";
}

fs::path trainPoseVae(const TrainRequest& request, const RunContext& context) {
  if (request.threads > 0) tensor::setThreadCount(request.threads);
  motion::sadtalker::ExpNet net;
  tensor::WeightStore::open(request.expNet).loadInto(net);
  net.eval();
  const Split split = splitSet(splitOptions(request, false), context);
  makeFolder(request.out);
  PoseVaeOptions options;
  options.steps = request.poseVaeSteps;
  options.device = tensor::deviceOf(request.device);
  options.seed = request.seed;
  trainPoseVae(split.training, *net.audioEncoder, options, request.out, context);
  plotTrainingLog(request.out / "log.csv", request.out / "log.png");
  return request.out / "posevae.safetensors";
}

fs::path reproduceMotionNetworks(const TrainRequest& request, const RunContext& context) {
  TrainRequest part = request;
  part.out = request.out / "expnet";
  part.expNet = trainExpNet(part, context);
  part.out = request.out / "posevae";
  trainPoseVae(part, context);
  return request.out;
}

}  // namespace orator::learning
