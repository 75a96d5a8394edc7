#include "core/lab/sync_net/sync_net_trainer.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <cmath>
#include <random>

#include "core/base/file_system.h"
#include "core/lab/sync_net/sync_net_task.h"
#include "core/learning/clips/clip_sampler.h"
#include "core/learning/clips/mel_augmentation.h"
#include "core/learning/clips/split_set.h"
#include "core/learning/sync_net/sync_net.h"
#include "core/learning/trainer/adam_w.h"
#include "core/learning/trainer/run_training.h"
#include "core/packs/pack.h"
#include "core/tensor/device.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"

namespace orator::lab {
namespace {

namespace fs = std::filesystem;
using learning::NamedTensors;

struct Batch {
  at::Tensor mel, lips;
};

class SyncNetTrainer : public learning::Trainer {
 public:
  SyncNetTrainer(const std::vector<learning::Clip>& training, const std::vector<learning::Clip>& validation,
                 const face::FaceModel& model, const SyncNetOptions& options, fs::path folder)
      : validation_(validation),
        options_(options),
        folder_(std::move(folder)),
        directions_(learning::lipDirections(model)),
        sampler_(training),
        optimiser_(parameters(), {}) {
    learning::initialise(net_, options.seed);
  }

  NamedTensors state() override {
    NamedTensors tensors = named("net.");
    for (const auto& [name, value] : optimiser_.state()) tensors.emplace_back("optimiser." + name, value);
    return tensors;
  }
  std::map<std::string, double> numbers() const override {
    return {{"optimiser steps", double(optimiser_.steps)},
            {"found", best_.found},
            {"distance", best_.distance},
            {"confidence", best_.confidence}};
  }
  void setNumbers(const std::map<std::string, double>& numbers) override {
    optimiser_.steps = std::int64_t(numbers.at("optimiser steps"));
    best_ = {numbers.at("found"), numbers.at("distance"), numbers.at("confidence")};
  }

  void begin(std::int64_t) override {
    net_.to(options_.device);
    optimiser_.to(options_.device);
  }

  std::vector<double> step(std::int64_t, double learningRate, std::mt19937_64& random) override {
    const Batch batch = draw(random);
    net_.train();
    const at::Tensor alike =
        at::matmul(net_.embedVoice(batch.mel), net_.embedLips(batch.lips).t()) / options_.temperature;
    const at::Tensor own = at::arange(alike.size(0), alike.options().dtype(at::kLong));
    const at::Tensor loss = (at::cross_entropy_loss(alike, own) + at::cross_entropy_loss(alike.t(), own)) / 2;
    loss.backward();
    optimiser_.step(learningRate);
    return {loss.item<double>()};
  }

  std::vector<double> judge(std::int64_t done) override {
    const SyncNetScore now = score(validation_);
    if (now.confidence > best_.confidence || done <= options_.validateEvery) {
      best_ = now;
      tensor::writeSafetensors(folder_ / "syncnet.safetensors", named(""));
    }
    return {now.found, now.distance, now.confidence};
  }

  const SyncNetScore& best() const { return best_; }

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
      const at::Tensor augmented = learning::augmentedMel(clip.mel, {}, random);
      for (int m = 0; m < options_.moments; ++m) {
        const auto frame = moments[m].item<std::int64_t>();
        mel.push_back(learning::melWindows(augmented, {frame, frame + 1}));
      }
      lips.push_back(learning::lipWindows(learning::lipMotion(clip.expression, directions_), moments));
    }
    return {at::cat(mel).to(options_.device), at::cat(lips).to(options_.device)};
  }

  SyncNetScore score(const std::vector<learning::Clip>& clips) {
    const c10::NoGradGuard guard;
    net_.eval();
    SyncNetScore total;
    const double share = 1.0 / double(std::max<std::size_t>(clips.size(), 1));
    for (const learning::Clip& clip : clips) {
      const at::Tensor motion = learning::lipMotion(clip.expression, directions_);
      const at::Tensor mel = learning::melWindows(clip.mel, {0, clip.frames()}),
                       lips = learning::lipWindows(motion, at::arange(clip.frames()));
      const learning::SyncScore one = learning::scoreDistances(
          net_.embedVoice(mel.to(options_.device)).cpu(), net_.embedLips(lips.to(options_.device)).cpu());
      total.found += std::abs(one.lagFrames) <= 1 ? share : 0;
      total.distance += share * one.distance;
      total.confidence += share * one.confidence;
    }
    return total;
  }

  NamedTensors named(const std::string& prefix) {
    NamedTensors list;
    for (const auto& [name, value] : tensor::namedState(net_, prefix))
      list.emplace_back(name, value.detach());
    return list;
  }

  const std::vector<learning::Clip>& validation_;
  const SyncNetOptions options_;
  const fs::path folder_;
  const at::Tensor directions_;
  const learning::ClipSampler sampler_;
  learning::SyncNet net_;
  learning::AdamW optimiser_;
  SyncNetScore best_;
};

}  // namespace

SyncNetScore trainSyncNet(const std::vector<learning::Clip>& training,
                          const std::vector<learning::Clip>& validation, const face::FaceModel& model,
                          const SyncNetOptions& options, const fs::path& folder, const RunContext& context) {
  if (training.empty())
    throw Error(ErrorCode::invalidArgument, "data set", "it has no clip with a voice to learn from",
                "Build a larger one with orator-lab dataset build");
  makeFolder(folder);
  learning::TrainingPlan plan;
  plan.trainer = "syncnet";
  plan.folder = folder;
  plan.steps = options.steps;
  plan.reportEvery = options.validateEvery;
  plan.seed = options.seed;
  plan.learningRate = options.learningRate;
  plan.setup = {{"data set", learning::fingerprint(training)},
                {"held-out speakers", learning::fingerprint(validation)}};
  plan.losses = {"loss"};
  plan.judgement = {"found", "distance", "confidence"};
  SyncNetTrainer trainer(training, validation, model, options, folder);
  learning::runTraining(trainer, plan, context);
  return trainer.best();
}

SyncNetResult trainSyncNet(const SyncNetTask& task, const RunContext& context) {
  const learning::Split split = learning::splitSet({.set = task.set, .heldOut = task.heldOut}, context);
  const auto model = face::loadFaceModel(packs::openPack(task.pack).file("face_model"));
  SyncNetOptions options;
  options.steps = task.steps;
  options.seed = task.seed;
  options.device = tensor::deviceOf(task.device);
  const SyncNetScore score =
      trainSyncNet(split.training, split.validation, model, options, task.folder, context);
  return {split.training.size(), split.validation.size(), score.found, score.distance, score.confidence};
}

}  // namespace orator::lab
