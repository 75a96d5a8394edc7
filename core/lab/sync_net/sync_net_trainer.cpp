#include "core/lab/sync_net/sync_net_trainer.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <cmath>
#include <fstream>
#include <numbers>
#include <random>
#include <set>

#include "core/base/file_system.h"
#include "core/lab/sync_net/sync_net.h"
#include "core/lab/sync_net/sync_net_task.h"
#include "core/learning/clips/clip_sampler.h"
#include "core/learning/clips/mel_augmentation.h"
#include "core/learning/trainer/adam_w.h"
#include "core/packs/pack.h"
#include "core/tensor/device.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"

namespace orator::lab {
namespace {

namespace fs = std::filesystem;
using NamedTensors = std::vector<std::pair<std::string, at::Tensor>>;

struct Batch {
  at::Tensor mel, lips;
};

class SyncNetRun {
 public:
  SyncNetRun(const std::vector<learning::Clip>& training, const face::FaceModel& model,
             const SyncNetOptions& options, fs::path folder)
      : options_(options),
        folder_(std::move(folder)),
        directions_(lipDirections(model)),
        sampler_(training),
        optimiser_(parameters(), {}) {
    initialise(net_, options.seed);
    makeFolder(folder_);
    if (fs::exists(folder_ / "state.safetensors")) resume();
    net_.to(options.device);
    optimiser_.to(options.device);
    log_.open(folder_ / "log.csv", step_ > 0 ? std::ios::app : std::ios::trunc);
    if (step_ == 0) log_ << "step,learning_rate,loss,found,distance,confidence\n";
  }

  SyncNetScore go(const std::vector<learning::Clip>& validation, const RunContext& context) {
    while (step_ < options_.steps) {
      context.progress("train", step_, options_.steps);
      if (context.stop.stop_requested()) {
        save();
        context.throwIfCancelled();
      }
      learn();
      ++step_;
      if (step_ % options_.validateEvery == 0 || step_ == options_.steps) validate(validation);
    }
    context.progress("train", step_, options_.steps);
    return best_;
  }

 private:
  NamedTensors parameters() {
    NamedTensors list;
    for (auto& item : net_.named_parameters()) list.emplace_back(item.key(), item.value());
    return list;
  }

  Batch draw(std::mt19937_64& random) const {
    std::vector<at::Tensor> mel, lips;
    for (int c = 0; c < options_.clips; ++c) {
      const learning::Clip& clip = sampler_.draw(random);
      const std::int64_t frames = clip.frames();
      at::Tensor moments = at::empty({options_.moments}, at::kLong);
      // One moment from each part of the clip, so that two are seldom the same.
      for (int m = 0; m < options_.moments; ++m)
        moments[m] = std::uniform_int_distribution<std::int64_t>(
            m * frames / options_.moments, (m + 1) * frames / options_.moments - 1)(random);
      const at::Tensor heard = learning::augmentMel(clip.mel, {}, random);
      for (int m = 0; m < options_.moments; ++m) {
        const auto frame = moments[m].item<std::int64_t>();
        mel.push_back(learning::melWindows(heard, {frame, frame + 1}));
      }
      lips.push_back(lipWindows(lipMotion(clip.expression, directions_), moments));
    }
    return {at::cat(mel).to(options_.device), at::cat(lips).to(options_.device)};
  }

  void learn() {
    // The batch depends on seed and step alone: a resumed run goes on as if it had not stopped.
    std::mt19937_64 random(options_.seed * 0x9E3779B97F4A7C15ull + std::uint64_t(step_));
    at::manual_seed(random());
    const Batch batch = draw(random);
    net_.train();
    const at::Tensor alike =
        at::matmul(net_.hear(batch.mel), net_.see(batch.lips).t()) / options_.temperature;
    const at::Tensor own = at::arange(alike.size(0), alike.options().dtype(at::kLong));
    const at::Tensor loss = (at::cross_entropy_loss(alike, own) + at::cross_entropy_loss(alike.t(), own)) / 2;
    loss.backward();
    optimiser_.step(learningRate());
    lossSum_ += loss.item<double>();
    ++lossCount_;
  }

  double learningRate() const {
    const double along = double(step_) / double(options_.steps);
    return options_.learningRate * (0.01 + 0.99 * 0.5 * (1 + std::cos(std::numbers::pi * along)));
  }

  SyncNetScore score(const std::vector<learning::Clip>& clips) {
    const c10::NoGradGuard guard;
    net_.eval();
    SyncNetScore total;
    const double share = 1.0 / double(std::max<std::size_t>(clips.size(), 1));
    for (const learning::Clip& clip : clips) {
      const at::Tensor motion = lipMotion(clip.expression, directions_);
      const at::Tensor mel = learning::melWindows(clip.mel, {0, clip.frames()}),
                       lips = lipWindows(motion, at::arange(clip.frames()));
      const SyncScore one =
          scoreDistances(net_.hear(mel.to(options_.device)).cpu(), net_.see(lips.to(options_.device)).cpu());
      total.found += std::abs(one.lagFrames) <= 1 ? share : 0;
      total.distance += share * one.distance;
      total.confidence += share * one.confidence;
    }
    return total;
  }

  void validate(const std::vector<learning::Clip>& validation) {
    const SyncNetScore now = score(validation);
    log_ << step_ << ',' << learningRate() << ',' << lossSum_ / std::max(1, lossCount_) << ',' << now.found
         << ',' << now.distance << ',' << now.confidence << std::endl;
    lossSum_ = 0, lossCount_ = 0;
    if (now.confidence > best_.confidence || step_ == options_.validateEvery) {
      best_ = now;
      tensor::writeSafetensors(folder_ / "syncnet.safetensors", named(""));
    }
    save();
  }

  NamedTensors named(const std::string& prefix) {
    NamedTensors list;
    for (const auto& [name, value] : tensor::namedState(net_, prefix))
      list.emplace_back(name, value.detach());
    return list;
  }

  void save() {
    NamedTensors tensors = named("net.");
    for (const auto& [name, value] : optimiser_.state()) tensors.emplace_back("optimiser." + name, value);
    tensor::writeSafetensors(folder_ / "state.safetensors", tensors,
                             {{"step", std::to_string(step_)},
                              {"found", std::to_string(best_.found)},
                              {"distance", std::to_string(best_.distance)},
                              {"confidence", std::to_string(best_.confidence)}});
  }

  void resume() {
    const fs::path file = folder_ / "state.safetensors";
    tensor::WeightStore::open(file).under("net.").loadInto(net_);
    const auto saved = tensor::SafetensorsFile::open(file);
    const c10::NoGradGuard guard;
    for (auto& [name, value] : optimiser_.state()) at::Tensor(value).copy_(saved.tensor("optimiser." + name));
    step_ = optimiser_.steps = std::stoll(saved.metadata().at("step"));
    best_ = {std::stod(saved.metadata().at("found")), std::stod(saved.metadata().at("distance")),
             std::stod(saved.metadata().at("confidence"))};
  }

  const SyncNetOptions options_;
  const fs::path folder_;
  const at::Tensor directions_;
  const learning::ClipSampler sampler_;
  SyncNet net_;
  learning::AdamW optimiser_;
  std::ofstream log_;
  std::int64_t step_ = 0;
  SyncNetScore best_;
  double lossSum_ = 0;
  int lossCount_ = 0;
};

/// Every tenth speaker by name; the last one where there are fewer.
std::set<std::string> heldOutSpeakers(const std::vector<learning::Clip>& clips,
                                      const std::vector<std::string>& wanted) {
  if (!wanted.empty()) return {wanted.begin(), wanted.end()};
  std::set<std::string> all, chosen;
  for (const learning::Clip& clip : clips) all.insert(clip.speaker);
  constexpr std::size_t kEvery = 10;
  std::size_t i = 0;
  for (const std::string& speaker : all)
    if (++i % kEvery == 0 || (all.size() < kEvery && i == all.size())) chosen.insert(speaker);
  return chosen;
}

}  // namespace

SyncNetScore trainSyncNet(const std::vector<learning::Clip>& training,
                          const std::vector<learning::Clip>& validation, const face::FaceModel& model,
                          const SyncNetOptions& options, const fs::path& folder, const RunContext& context) {
  if (training.empty())
    throw Error(ErrorCode::invalidArgument, "data set", "it has no clip with a voice to learn from",
                "Build a larger one with orator-lab dataset build");
  return SyncNetRun(training, model, options, folder).go(validation, context);
}

SyncNetResult trainSyncNet(const SyncNetTask& task, const RunContext& context) {
  std::vector<learning::Clip> clips;
  for (const auto& file : learning::clipFiles(task.set)) {
    learning::Clip clip = learning::readClip(file);
    clip.points = at::Tensor();  // expression and mel are enough
    clip.voice = at::Tensor();
    if (clip.mel.size(1) > 0) clips.push_back(std::move(clip));
  }
  const std::set<std::string> heldOut = heldOutSpeakers(clips, task.heldOut);
  std::vector<learning::Clip> training, validation;
  for (learning::Clip& clip : clips)
    (heldOut.contains(clip.speaker) ? validation : training).push_back(std::move(clip));
  const auto model = face::loadFaceModel(packs::openPack(task.pack).file("face_model"));
  SyncNetOptions options;
  options.steps = task.steps;
  options.seed = task.seed;
  options.device = tensor::deviceOf(task.device);
  const SyncNetScore score = trainSyncNet(training, validation, model, options, task.folder, context);
  return {training.size(), validation.size(), score.found, score.distance, score.confidence};
}

}  // namespace orator::lab
