#include "core/learning/motion_nets/expnet_trainer.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/files.h"
#include "core/base/json_value.h"
#include "core/face/expression_names.h"
#include "core/learning/clips/clip_sampler.h"
#include "core/learning/clips/split_set.h"
#include "core/learning/measures/series.h"
#include "core/learning/measures/speech_measures.h"
#include "core/learning/motion_nets/expnet_batch.h"
#include "core/learning/motion_nets/rebase_expnet.h"
#include "core/learning/motion_nets/voice_alignment.h"
#include "core/learning/trainer/run_training.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"

namespace orator::learning {
namespace {

namespace fs = std::filesystem;
using motion::sadtalker::ExpNet;

constexpr std::int64_t kAudioFeatures = 512, kBlinkColumn = kAudioFeatures + face::kExpressionCount;

bool isLidOrGaze(int row) {
  return row == face::kBlinkLeft || row == face::kBlinkRight || row == face::kGazeHorizontal ||
         row == face::kGazeVertical;
}
bool isUpperFace(int row) {
  return row >= face::kBlinkLeft && row <= face::kGazeVertical;
}

/// Everything that the network stores, shared.
NamedTensors tensorsOf(torch::nn::Module& module, const std::string& prefix) {
  const auto state = tensor::namedState(module, prefix);
  return {state.begin(), state.end()};
}

/// Kernels by He's rule; the last layer starts small so that the first frames are the mean face.
void initialise(ExpNet& net, std::uint64_t seed) {
  const c10::NoGradGuard guard;
  at::manual_seed(seed);
  for (auto& item : net.named_parameters()) {
    at::Tensor& p = item.value();
    if (p.dim() == 4) p.normal_(0, std::sqrt(2.0 * double(p.size(0)) / double(p.numel())));
  }
  net.mapping->weight.normal_(0, 0.01);
  net.mapping->weight.slice(1, kAudioFeatures, kBlinkColumn).copy_(0.5 * at::eye(face::kExpressionCount));
}

/// The network's running average of weights and statistics.
void average(ExpNet& average, ExpNet& net, double decay) {
  const c10::NoGradGuard guard;
  auto to = tensor::namedState(average), from = tensor::namedState(net);
  for (auto& [name, value] : to)
    if (value.is_floating_point()) value.lerp_(from.at(name).detach().to(value.device()), 1 - decay);
}

class ExpNetTrainer : public Trainer {
 public:
  ExpNetTrainer(const ExpNetMaterial& material, const face::FaceModel& model, const ExpNetOptions& options,
                fs::path folder)
      : model_(model),
        validation_(material.validation),
        options_(options),
        folder_(std::move(folder)),
        clips_(material.filmed),
        geometry_(lipGeometry(model)),
        lossGeometry_(moved(geometry_, options.device)),
        spread_(measureSpread(clips_, geometry_)),
        sampler_(clips_),
        optimiser_(parametersOf(net_), options.optimiser) {
    if (!material.spoken.empty()) spokenSampler_.emplace(material.spoken);
    initialise(net_, options.seed);
    if (!options.start.empty()) tensor::WeightStore::open(options.start).loadInto(net_);
    fixVoicelessRows(net_, model_);
    average(average_, net_, 0);
  }

  NamedTensors state() override {
    NamedTensors tensors = tensorsOf(net_, "net.");
    for (auto& entry : tensorsOf(average_, "average.")) tensors.push_back(entry);
    for (const auto& [name, value] : optimiser_.state()) tensors.emplace_back("optimiser." + name, value);
    return tensors;
  }
  std::map<std::string, double> numbers() const override {
    return {{"best", best_}, {"optimiser steps", double(optimiser_.steps)}};
  }
  void setNumbers(const std::map<std::string, double>& numbers) override {
    best_ = numbers.at("best");
    optimiser_.steps = std::int64_t(numbers.at("optimiser steps"));
  }

  void begin(std::int64_t step) override {
    if (options_.alignAt >= 0 && step > options_.alignAt) alignAsBefore();
    net_.to(options_.device);
    optimiser_.to(options_.device);
    spread_.coefficient = spread_.coefficient.to(options_.device);
  }

  std::vector<double> step(std::int64_t step, double learningRate, std::mt19937_64& random) override {
    if (step == options_.alignAt) align();
    const ExpNetBatch batch = moved(
        drawBatch(sampler_, spokenSampler_ ? &*spokenSampler_ : nullptr, options_, random), options_.device);
    net_.train();
    at::Tensor features = net_.audioEncoder->forward(batch.mel.to(options_.precision));
    features = at::dropout(features.to(at::kFloat), options_.dropout, true);
    const at::Tensor made = net_.mapping->forward(at::cat({features, batch.beta0, batch.blink}, 1))
                                .view(batch.expression.sizes());
    const ExpNetLosses losses = measureLosses(made, batch, lossGeometry_, spread_);
    losses.total.backward();
    optimiser_.step(learningRate);
    fixVoicelessRows(net_, model_);
    average(average_, net_, std::min(options_.averageDecay, 1 - 1 / (1 + double(step) / 4)));
    return {losses.total.item<double>(), losses.lips, losses.opening, losses.correlation};
  }

  std::vector<double> judge(std::int64_t) override {
    const ExpNetScore score = meanScore(average_, validation_, geometry_);
    const double value = score.openingCorrelation + 0.5 * score.widthCorrelation;
    if (value > best_) {
      best_ = value;
      tensor::writeSafetensors(folder_ / "best.safetensors", tensorsOf(average_, ""));
    }
    return {score.openingCorrelation, score.widthCorrelation, double(score.lag)};
  }

  /// The average at the best score, its extent restored, becomes the result.
  void finish(const RunContext& context) {
    tensor::WeightStore::open(folder_ / "best.safetensors").loadInto(average_);
    average_.eval();
    const double factor = restoreExtent(average_, validation_, geometry_);
    context.note("extent restored by a factor of " + std::to_string(factor));
    writeExpNet(folder_ / "expnet.safetensors", average_);
  }

 private:
  static NamedTensors parametersOf(ExpNet& net) {
    NamedTensors list;
    for (auto& item : net.named_parameters()) list.emplace_back(item.key(), item.value());
    return list;
  }

  /// Moves every voice to where the network expects it; written down for a resumed run.
  void align() {
    average_.eval();
    const auto offsets = measureOffsets(average_, clips_, geometry_, options_.anchor);
    writeFile(folder_ / "offsets.json", nlohmann::json(offsets).dump(1) + "\n");
    for (Clip& clip : clips_) moveVoice(clip, offsets.at(clip.name));
  }

  void alignAsBefore() {
    const fs::path file = folder_ / "offsets.json";
    const auto bytes = readFile(file, ErrorCode::unreadableProject);
    std::map<std::string, double> offsets;
    const auto refused = [&] {
      return Error(ErrorCode::unreadableProject, pathText(file), "does not say how far each voice was moved",
                   "Begin the training again in another folder (--out)");
    };
    try {
      constexpr double kFarthest = 1000;                // frames
      const nlohmann::json stored = parsedJson(bytes);  // the loop's items() would outlive what it returns
      for (const auto& [name, offset] : stored.items())
        offsets[name] = numberFrom(offset, -kFarthest, kFarthest, name);
    } catch (const nlohmann::json::exception&) {
      throw refused();
    } catch (const std::invalid_argument&) {
      throw refused();
    }
    for (Clip& clip : clips_)
      if (const auto found = offsets.find(clip.name); found != offsets.end()) moveVoice(clip, found->second);
  }

  const face::FaceModel& model_;
  const std::vector<Clip>& validation_;
  ExpNetOptions options_;
  fs::path folder_;
  std::vector<Clip> clips_;
  LipGeometry geometry_, lossGeometry_;  ///< the second where the network learns
  ExpNetSpread spread_;
  ClipSampler sampler_;
  std::optional<ClipSampler> spokenSampler_;
  ExpNet net_, average_;  ///< the average stays on the CPU, where it is judged
  AdamW optimiser_;
  double best_ = -10;
};

}  // namespace

void fixVoicelessRows(ExpNet& net, const face::FaceModel& model) {
  const c10::NoGradGuard guard;
  at::Tensor& weight = net.mapping->weight;
  for (int row = 0; row < face::kExpressionCount; ++row) {
    weight[row][kBlinkColumn] = model.blink[std::size_t(row)];
    if (!isUpperFace(row)) continue;
    const at::Tensor portrait = weight[row].slice(0, kAudioFeatures, kBlinkColumn);
    portrait.zero_();
    portrait[row] = 1;
    if (!isLidOrGaze(row)) continue;
    weight[row].slice(0, 0, kAudioFeatures).zero_();
    net.mapping->bias[row] = 0;
  }
}

double restoreExtent(ExpNet& net, const std::vector<Clip>& clips, const LipGeometry& geometry) {
  constexpr double kMost = 2.2;
  const c10::NoGradGuard guard;
  at::Tensor features = at::zeros({kAudioFeatures});
  double made = 0, real = 0, frames = 0;
  for (const Clip& clip : clips) {
    const at::Tensor embeddings = net.audioEncoder->forward(melWindows(clip.mel, {0, clip.frames()}));
    const at::Tensor each = at::matmul(
        at::matmul(embeddings, net.mapping->weight.slice(1, 0, kAudioFeatures).t()), geometry.opening);
    const std::int64_t last = clip.frames() - 1;
    if (last < 2) continue;
    const at::Tensor opening =
        (each.slice(0, 0, last - 1) + 2 * each.slice(0, 1, last) + each.slice(0, 2, last + 1)) / 4;
    const at::Tensor truth = at::matmul(clip.expression, geometry.opening);
    made += (opening - opening.mean()).square().sum().item<double>();
    real += (truth - truth.mean()).square().sum().item<double>();
    features += embeddings.sum(0);
    frames += double(clip.frames());
  }
  const double factor = std::clamp(std::sqrt(real / std::max(made, 1e-12)), 1.0, kMost);
  features /= frames;
  for (int row = 0; row < face::kExpressionCount; ++row) {
    if (isUpperFace(row)) continue;
    at::Tensor weight = net.mapping->weight[row].slice(0, 0, kAudioFeatures);
    net.mapping->bias[row] += (1 - factor) * weight.dot(features);
    weight.mul_(factor);
  }
  return factor;
}

ExpNetScore scoreExpNet(const ExpNet& net, const Clip& clip, const LipGeometry& geometry) {
  const c10::NoGradGuard guard;
  const std::int64_t frames = clip.frames();
  const at::Tensor made =
      net.forward(melWindows(clip.mel, {0, frames}), clip.expression.slice(0, 0, 1), at::zeros({frames, 1}));
  const at::Tensor opening = at::matmul(made, geometry.opening), width = at::matmul(made, geometry.width);
  const at::Tensor realOpening = clip.lipOpening.contiguous(), realWidth = clip.lipWidth.contiguous();
  const LagCorrelation best = bestCorrelation(series(realOpening), series(opening));
  const ExpNetScore score{best.correlation, bestCorrelation(series(realWidth), series(width)).correlation,
                          best.lagFrames};
  return score;
}

ExpNetScore meanScore(const ExpNet& net, const std::vector<Clip>& clips, const LipGeometry& geometry) {
  auto& module = const_cast<ExpNet&>(net);
  const bool training = module.is_training();
  module.eval();
  struct Sum {
    double opening = 0, width = 0;
    int clips = 0;
  };
  std::map<std::string, Sum> speakers;
  double lag = 0;
  for (const Clip& clip : clips) {
    const ExpNetScore score = scoreExpNet(net, clip, geometry);
    Sum& sum = speakers[clip.speaker];
    sum.opening += score.openingCorrelation, sum.width += score.widthCorrelation, ++sum.clips;
    lag += score.lag;
  }
  module.train(training);
  ExpNetScore mean;
  for (const auto& [speaker, sum] : speakers) {
    mean.openingCorrelation += sum.opening / sum.clips / double(speakers.size());
    mean.widthCorrelation += sum.width / sum.clips / double(speakers.size());
  }
  mean.lag = clips.empty() ? 0 : int(std::lround(lag / double(clips.size())));
  return mean;
}

void trainExpNet(const ExpNetMaterial& material, const face::FaceModel& model, const ExpNetOptions& options,
                 const fs::path& folder, const RunContext& context) {
  if (material.filmed.empty() || material.validation.empty())
    throw Error(ErrorCode::invalidArgument, folder.string(),
                "there are no clips with a voice to learn from or to validate on",
                "Build the data set again, with more footage");
  TrainingPlan plan;
  plan.trainer = "expnet";
  plan.folder = folder;
  plan.steps = options.steps;
  plan.reportEvery = options.validateEvery;
  plan.seed = options.seed;
  plan.learningRate = options.learningRate;
  plan.setup = {{"data set", fingerprint(material.filmed)},
                {"synthetic voices", material.spoken.empty() ? "" : fingerprint(material.spoken)},
                {"held-out speakers", fingerprint(material.validation)},
                {"voices aligned at step", std::to_string(options.alignAt)},
                {"anchor", options.anchor},
                {"precision", c10::toString(options.precision)}};
  plan.losses = {"loss", "lips", "opening", "correlation"};
  plan.judgement = {"r_opening", "r_width", "lag"};
  ExpNetTrainer trainer(material, model, options, folder);
  runTraining(trainer, plan, context);
  trainer.finish(context);
}

}  // namespace orator::learning
