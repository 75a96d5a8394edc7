#include "core/learning/motion_nets/expnet_trainer.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <numbers>
#include <optional>

#include "core/base/files.h"
#include "core/face/expression_names.h"
#include "core/learning/clips/clip_sampler.h"
#include "core/learning/measures/series.h"
#include "core/learning/measures/speech_measures.h"
#include "core/learning/motion_nets/voice_alignment.h"
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

struct Batch {
  at::Tensor mel;             // [S F, 1, 80, 16]
  at::Tensor beta0;           // [S F, 64]
  at::Tensor blink;           // [S F, 1]
  at::Tensor expression;      // [S, F, 64]
  at::Tensor opening, width;  // [S, F], tracked
};

/// Weights of the losses, from the spread of the material.
struct Spread {
  at::Tensor coefficient;  // [64] one over the standard deviation
  double opening = 1, width = 1, lipPoints = 1;
};

Spread measureSpread(const std::vector<Clip>& clips, const LipGeometry& geometry) {
  at::Tensor square = at::zeros({face::kExpressionCount});
  double opening = 0, width = 0, points = 0, frames = 0;
  for (const Clip& clip : clips) {
    const at::Tensor centred = clip.expression - clip.expression.mean(0, true);
    square += centred.square().sum(0);
    opening += at::matmul(centred, geometry.opening).square().sum().item<double>();
    width += at::matmul(centred, geometry.width).square().sum().item<double>();
    points += at::matmul(centred, geometry.lipPoints).square().mean(1).sum().item<double>();
    frames += double(clip.frames());
  }
  constexpr double kLeast = 1e-3;  // of the face's height: what hardly moves does not rule
  const auto deviation = [&](double sum) { return std::max(std::sqrt(sum / frames), kLeast); };
  return {1 / (square / frames).sqrt().clamp_min(0.02), deviation(opening), deviation(width),
          deviation(points)};
}

Batch drawBatch(const ClipSampler& filmed, const ClipSampler* spoken, const ExpNetOptions& options,
                std::mt19937_64& random) {
  std::vector<at::Tensor> mel, beta0, blink, expression, opening, width;
  for (int s = 0; s < options.sequences; ++s) {
    const bool speaks = spoken && std::uniform_real_distribution<double>(0, 1)(random) < options.spokenShare;
    const Clip& clip = (speaks ? *spoken : filmed).draw(random);
    const auto below = [&](std::int64_t end) {
      return std::uniform_int_distribution<std::int64_t>(0, std::max<std::int64_t>(end, 1) - 1)(random);
    };
    const std::int64_t frames = clip.frames();
    const std::int64_t stride = frames > std::int64_t(options.frames) * options.stride ? options.stride : 1;
    const std::int64_t begin = below(frames - (options.frames - 1) * stride);
    at::Tensor index = (begin + at::arange(options.frames, at::kLong) * stride).clamp_max(frames - 1);
    const FrameRange span{begin, std::min(frames, begin + (options.frames - 1) * stride + 1)};

    const std::int64_t columns = clip.mel.size(1);
    const std::int64_t from = std::clamp<std::int64_t>(80 * (span.begin - 3) / 25, 0, columns - 1);
    const std::int64_t to = std::clamp<std::int64_t>(80 * (span.end + 4) / 25 + 1, from + 1, columns);
    at::Tensor heard = clip.mel.clone();
    heard.slice(1, from, to).copy_(augmentMel(clip.mel.slice(1, from, to), options.augmentation, random));
    const float faster = options.augmentation.tempo;
    const double tempo = 1 + std::uniform_real_distribution<float>(-faster, faster)(random);
    mel.push_back(melWindows(heard, {span.begin, span.end}, tempo)
                      .index_select(0, (index - span.begin).clamp_max(span.size() - 1)));

    beta0.push_back(
        clip.expression.slice(0, 0, frames).select(0, below(frames)).expand({options.frames, -1}));
    blink.push_back((1 - clip.eyeOpening.index_select(0, index)).clamp(0, 1).unsqueeze(1));
    expression.push_back(clip.expression.index_select(0, index));
    opening.push_back(clip.lipOpening.index_select(0, index));
    width.push_back(clip.lipWidth.index_select(0, index));
    if (std::uniform_real_distribution<double>(0, 1)(random) < options.silenceShare) {
      mel.back() = at::full_like(mel.back(), std::uniform_real_distribution<float>(-4, -3)(random)) +
                   0.15 * at::randn_like(mel.back());
      expression.back() = expression.back().clone();
      expression.back().slice(1, 0, face::kBlinkLeft).zero_();
      expression.back().slice(1, face::kFirstMode).zero_();
      opening.back() = at::zeros_like(opening.back());
      width.back() = at::zeros_like(width.back());
    }
  }
  return {at::cat(mel),          at::cat(beta0),     at::cat(blink),
          at::stack(expression), at::stack(opening), at::stack(width)};
}

/// One minus the correlation along each sequence; sequences that hardly move do not count.
at::Tensor decorrelation(const at::Tensor& made, const at::Tensor& real, double spread) {
  const at::Tensor a = made - made.mean(1, true), b = real - real.mean(1, true);
  const at::Tensor power = b.square().mean(1);
  const at::Tensor r =
      (a * b).mean(1) / ((a.square().mean(1) + 0.01 * spread * spread) * power.clamp_min(1e-12)).sqrt();
  const at::Tensor weight = (power / (spread * spread)).clamp_max(1).sqrt();
  return ((1 - r) * weight).sum() / (weight.sum() + 1e-6);
}

Batch moved(const Batch& batch, at::Device device) {
  return {batch.mel.to(device),        batch.beta0.to(device),   batch.blink.to(device),
          batch.expression.to(device), batch.opening.to(device), batch.width.to(device)};
}

LipGeometry moved(LipGeometry geometry, at::Device device) {
  for (at::Tensor* tensor : {&geometry.opening, &geometry.width, &geometry.lipPoints})
    *tensor = tensor->to(device);
  return geometry;
}

struct Losses {
  at::Tensor total;
  double lips = 0, opening = 0, correlation = 0;
};

Losses measureLosses(const at::Tensor& made, const Batch& batch, const LipGeometry& geometry,
                     const Spread& spread) {
  const at::Tensor error = made - batch.expression;
  const at::Tensor openingError = at::matmul(error, geometry.opening) / spread.opening;
  const at::Tensor widthError = at::matmul(error, geometry.width) / spread.width;
  const at::Tensor pointError = at::matmul(error, geometry.lipPoints) / spread.lipPoints;
  const at::Tensor opening = at::matmul(made, geometry.opening), width = at::matmul(made, geometry.width);
  // Closed lips are what a viewer notices when they are missing.
  const at::Tensor closed =
      (at::matmul(batch.expression, geometry.opening) + geometry.neutralOpening < 0.012).to(at::kFloat);
  const at::Tensor lips = pointError.square().mean();
  const at::Tensor open = (openingError.square() * (1 + closed)).mean();
  const at::Tensor coefficients = (error * spread.coefficient).square().mean();
  const at::Tensor velocity =
      (openingError.diff(1, 1).square().mean() + pointError.diff(1, 1).square().mean());
  const at::Tensor correlation = decorrelation(opening, batch.opening, spread.opening) +
                                 0.5 * decorrelation(width, batch.width, spread.width);
  Losses losses;
  losses.total = lips + 0.5 * open + 0.25 * widthError.square().mean() + 0.3 * coefficients +
                 0.15 * velocity + 0.6 * correlation;
  losses.lips = lips.item<double>();
  losses.opening = open.item<double>();
  losses.correlation = correlation.item<double>();
  return losses;
}

std::vector<std::pair<std::string, at::Tensor>> tensorsOf(torch::nn::Module& module,
                                                          const std::string& prefix) {
  std::vector<std::pair<std::string, at::Tensor>> list;
  for (const auto& [name, value] : tensor::namedState(module, prefix)) list.emplace_back(name, value);
  return list;
}

/// Kernels by He's rule; the last layer starts small so that the first frames are the mean face.
void initialise(ExpNet& net, std::uint64_t seed) {
  const c10::NoGradGuard guard;
  at::manual_seed(seed);
  for (auto& item : net.named_parameters()) {
    at::Tensor& p = item.value();
    if (p.dim() == 4) p.normal_(0, std::sqrt(2.0 / double(p.numel() / p.size(0))));
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

class Run {
 public:
  Run(const ExpNetMaterial& material, const face::FaceModel& model, const ExpNetOptions& options,
      fs::path folder)
      : model_(model),
        options_(options),
        folder_(std::move(folder)),
        clips_(material.filmed),
        geometry_(lipGeometry(model)),
        lossGeometry_(moved(geometry_, options.device)),
        spread_(measureSpread(clips_, geometry_)),
        sampler_(clips_),
        optimiser_(parameters(), options.optimiser) {
    if (!material.spoken.empty()) spokenSampler_.emplace(material.spoken);
    initialise(net_, options.seed);
    if (!options.start.empty()) tensor::WeightStore::open(options.start).loadInto(net_);
    fixVoicelessRows(net_, model_);
    resume();
    net_.to(options.device);
    optimiser_.to(options.device);
    spread_.coefficient = spread_.coefficient.to(options.device);
    log_.open(folder_ / "log.csv", step_ ? std::ios::app : std::ios::trunc);
    if (!step_) log_ << "step,learning_rate,loss,lips,opening,correlation,r_opening,r_width,lag\n";
  }

  void go(const std::vector<Clip>& validation, const RunContext& context) {
    for (; step_ < options_.steps; ++step_) {
      context.progress("train", step_, options_.steps);
      if (context.stop.stop_requested()) {
        save();
        context.throwIfCancelled();
      }
      if (step_ == options_.alignAt) align();
      learn();
      if ((step_ + 1) % options_.validateEvery == 0 || step_ + 1 == options_.steps) validate(validation);
    }
    finish(validation, context);
  }

 private:
  std::vector<std::pair<std::string, at::Tensor>> parameters() {
    std::vector<std::pair<std::string, at::Tensor>> list;
    for (auto& item : net_.named_parameters()) list.emplace_back(item.key(), item.value());
    return list;
  }

  double learningRate() const {
    if (step_ < options_.warmUpSteps)
      return options_.learningRate * double(step_ + 1) / double(options_.warmUpSteps);
    const double along = double(step_ - options_.warmUpSteps) /
                         double(std::max<std::int64_t>(1, options_.steps - options_.warmUpSteps));
    return options_.learningRate * (0.01 + 0.99 * 0.5 * (1 + std::cos(std::numbers::pi * along)));
  }

  void learn() {
    // The batch depends on seed and step alone: a resumed run goes on as if it had not stopped.
    std::mt19937_64 random(options_.seed * 0x9E3779B97F4A7C15ull + std::uint64_t(step_));
    at::manual_seed(random());
    const Batch batch = moved(
        drawBatch(sampler_, spokenSampler_ ? &*spokenSampler_ : nullptr, options_, random), options_.device);
    net_.train();
    at::Tensor features =
        net_.audioEncoder->forward(options_.halfPrecision ? batch.mel.to(at::kBFloat16) : batch.mel);
    features = at::dropout(features.to(at::kFloat), options_.dropout, true);
    const at::Tensor made = net_.mapping->forward(at::cat({features, batch.beta0, batch.blink}, 1))
                                .view(batch.expression.sizes());
    const Losses losses = measureLosses(made, batch, lossGeometry_, spread_);
    losses.total.backward();
    optimiser_.step(learningRate());
    fixVoicelessRows(net_, model_);
    average(average_, net_, std::min(options_.averageDecay, 1 - 1 / (1 + double(step_) / 4)));
    sum_[0] += losses.total.item<double>(), sum_[1] += losses.lips, sum_[2] += losses.opening,
        sum_[3] += losses.correlation;
    ++count_;
  }

  /// Moves every voice to where the network expects it; written down for a resumed run.
  void align() {
    average_.eval();
    const auto offsets = measureOffsets(average_, clips_, geometry_, options_.anchor);
    writeFile(folder_ / "offsets.json", nlohmann::json(offsets).dump(1) + "\n");
    for (Clip& clip : clips_) moveVoice(clip, offsets.at(clip.name));
  }

  void alignAsBefore() {
    const auto bytes = readFile(folder_ / "offsets.json", ErrorCode::unreadableProject);
    const auto offsets = nlohmann::json::parse(bytes).get<std::map<std::string, double>>();
    for (Clip& clip : clips_)
      if (const auto found = offsets.find(clip.name); found != offsets.end()) moveVoice(clip, found->second);
  }

  void validate(const std::vector<Clip>& validation) {
    const ExpNetScore score = meanScore(average_, validation, geometry_);
    log_ << step_ + 1 << ',' << learningRate();
    for (double& sum : sum_) log_ << ',' << sum / std::max(1, count_), sum = 0;
    log_ << ',' << score.openingCorrelation << ',' << score.widthCorrelation << ',' << score.lag << std::endl;
    count_ = 0;
    const double value = score.openingCorrelation + 0.5 * score.widthCorrelation;
    if (value > best_) {
      best_ = value;
      tensor::writeSafetensors(folder_ / "best.safetensors", tensorsOf(average_, ""));
    }
    ++step_;
    save();
    --step_;
  }

  void finish(const std::vector<Clip>& validation, const RunContext& context) {
    tensor::WeightStore::open(folder_ / "best.safetensors").loadInto(average_);
    average_.eval();
    const double factor = restoreExtent(average_, validation, geometry_);
    context.note("extent restored by a factor of " + std::to_string(factor));
    auto tensors = tensorsOf(average_, "");
    for (auto& [name, value] : tensors)
      if (value.is_floating_point()) value = value.detach().to(at::kHalf);
    tensor::writeSafetensors(folder_ / "expnet.safetensors", tensors);
  }

  void save() {
    auto tensors = tensorsOf(net_, "net.");
    for (auto& entry : tensorsOf(average_, "average.")) tensors.push_back(entry);
    for (const auto& [name, value] : optimiser_.state()) tensors.emplace_back("optimiser." + name, value);
    tensor::writeSafetensors(folder_ / "state.safetensors", tensors,
                             {{"step", std::to_string(step_)},
                              {"best", std::to_string(best_)},
                              {"seed", std::to_string(options_.seed)}});
  }

  void resume() {
    const fs::path file = folder_ / "state.safetensors";
    if (!fs::exists(file)) return average(average_, net_, 0);
    const auto saved = tensor::SafetensorsFile::open(file);
    const auto store = tensor::WeightStore::open(file);
    store.under("net.").loadInto(net_);
    store.under("average.").loadInto(average_);
    const c10::NoGradGuard guard;
    for (auto& [name, value] : optimiser_.state()) at::Tensor(value).copy_(saved.tensor("optimiser." + name));
    step_ = std::stoll(saved.metadata().at("step"));
    best_ = std::stod(saved.metadata().at("best"));
    optimiser_.steps = step_;
    if (options_.alignAt >= 0 && step_ > options_.alignAt) alignAsBefore();
  }

  const face::FaceModel& model_;
  ExpNetOptions options_;
  fs::path folder_;
  std::vector<Clip> clips_;
  LipGeometry geometry_, lossGeometry_;  ///< the second where the network learns
  Spread spread_;
  ClipSampler sampler_;
  std::optional<ClipSampler> spokenSampler_;
  ExpNet net_, average_;  ///< the average stays on the CPU, where it is judged
  AdamW optimiser_;
  std::ofstream log_;
  std::int64_t step_ = 0;
  double best_ = -10;
  std::array<double, 4> sum_{};
  int count_ = 0;
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
    const at::Tensor heard = net.audioEncoder->forward(melWindows(clip.mel, {0, clip.frames()}));
    const at::Tensor each =
        at::matmul(at::matmul(heard, net.mapping->weight.slice(1, 0, kAudioFeatures).t()), geometry.opening);
    const std::int64_t last = clip.frames() - 1;
    if (last < 2) continue;
    const at::Tensor opening =
        (each.slice(0, 0, last - 1) + 2 * each.slice(0, 1, last) + each.slice(0, 2, last + 1)) / 4;
    const at::Tensor truth = at::matmul(clip.expression, geometry.opening);
    made += (opening - opening.mean()).square().sum().item<double>();
    real += (truth - truth.mean()).square().sum().item<double>();
    features += heard.sum(0);
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
  Run(material, model, options, folder).go(material.validation, context);
}

}  // namespace orator::learning
