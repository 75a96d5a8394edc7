#include "core/learning/finish/finish_trainer.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <random>

#include "core/base/file_system.h"
#include "core/base/files.h"
#include "core/learning/finish/patch_critic.h"
#include "core/learning/trainer/adam_w.h"
#include "core/learning/trainer/run_training.h"
#include "core/render/finish/finish_net.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"

namespace orator::learning {
namespace {

namespace fs = std::filesystem;
using render::finish::Completion;
using render::finish::Feature;

constexpr double kMeanOver = 1000;  // steps, about: the running mean of the weights
constexpr std::int64_t kJudged = 192;
constexpr std::int64_t kShown = 24;  // rows of the sheet

struct Batch {
  at::Tensor warped, rest, real;  ///< f32 [N, 3, S, S], 0..1
  at::Tensor maps;                ///< f32 [N, C, S/4, S/4]
  at::Tensor share;               ///< f32 [N, 1, 1, 1]
};

/// One pair by the clip that it is of.
struct Place {
  const FeaturePairs* pairs = nullptr;
  std::int64_t index = 0;
  float moved = 0;
};

/// The pairs of a feature, by speaker and in the order of how much is new.
std::vector<std::vector<Place>> bySpeaker(const std::vector<FinishPairs>& clips, Feature feature) {
  std::map<std::string, std::vector<Place>> speakers;
  for (const FinishPairs& clip : clips) {
    const auto found = clip.features.find(feature);
    if (found == clip.features.end()) continue;
    for (std::int64_t i = 0; i < found->second.size(); ++i)
      speakers[clip.speaker].push_back({&found->second, i, found->second.moved.data_ptr<float>()[i]});
  }
  std::vector<std::vector<Place>> places;
  for (auto& [name, some] : speakers) {
    std::stable_sort(some.begin(), some.end(),
                     [](const Place& a, const Place& b) { return a.moved < b.moved; });
    places.push_back(std::move(some));
  }
  return places;
}

Batch gathered(const std::vector<Place>& places) {
  std::vector<at::Tensor> warped, rest, real, maps, share;
  for (const Place& place : places) {
    warped.push_back(place.pairs->warped[place.index]);
    rest.push_back(place.pairs->rest[place.index]);
    real.push_back(place.pairs->real[place.index]);
    maps.push_back(place.pairs->maps[place.index]);
    share.push_back(place.pairs->share[place.index]);
  }
  const auto colours = [](const std::vector<at::Tensor>& some) {
    return at::stack(some).to(at::kFloat) / 255;
  };
  return {colours(warped), colours(rest), colours(real), at::stack(maps).to(at::kFloat),
          at::stack(share).view({-1, 1, 1, 1})};
}

/// The same face in other light, and a mouth in the mirror; all pictures of a pair alike.
/// @param light of the usual variation @param mirrored mouths only
void vary(Batch& batch, float light, bool mirrored, std::mt19937_64& random) {
  const std::int64_t count = batch.warped.size(0);
  std::uniform_real_distribution<float> even(-1, 1);
  at::Tensor gain = at::empty({count, 3, 1, 1}), gamma = at::empty({count, 1, 1, 1}),
             grey = at::zeros({count, 1, 1, 1});
  for (std::int64_t i = 0; i < count; ++i) {
    const float brightness = std::exp(light * 0.2f * even(random));
    for (int c = 0; c < 3; ++c) gain[i][c] = brightness * std::exp(light * 0.08f * even(random));
    gamma[i] = std::exp(light * 0.2f * even(random));
    if (random() % 10 == 0) grey[i] = light > 0 ? 1 : 0;
  }
  for (at::Tensor* picture : {&batch.warped, &batch.rest, &batch.real}) {
    at::Tensor varied = at::pow((*picture * gain).clamp(1e-4, 1), gamma);
    varied = varied + (varied.mean(1, true) - varied) * grey;
    *picture = varied;
  }
  if (mirrored && random() % 2 == 0) {
    for (at::Tensor* picture : {&batch.warped, &batch.rest, &batch.real, &batch.maps})
      *picture = picture->flip({3});
    // What has a direction across the picture turns with it: the jaw's shift and the place in the square.
    batch.maps.select(1, 4).neg_();
    batch.maps.select(1, 6).neg_();
  }
}

/// 1 where lips or lids part, now or in the portrait, and close to it; 0 away from them. [N, 1, S, S]
at::Tensor around(const at::Tensor& maps, std::int64_t side) {
  const auto inside = [&](int channel) {
    return at::minimum(maps.select(1, channel), maps.select(1, channel + 1));
  };
  const at::Tensor depth = at::maximum(inside(0), inside(2)).unsqueeze(1);
  return at::upsample_bilinear2d(((depth + 0.10) / 0.08).clamp(0, 1), {side, side}, false);
}

at::Tensor gradients(const at::Tensor& x) {
  const at::Tensor across = x.slice(3, 1) - x.slice(3, 0, -1), down = x.slice(2, 1) - x.slice(2, 0, -1);
  return at::stack({across.slice(2, 0, -1), down.slice(3, 0, -1)});
}

at::Tensor gradientDifference(const at::Tensor& made, const at::Tensor& real, const at::Tensor& weight) {
  return ((gradients(made) - gradients(real)).abs() * weight.slice(2, 0, -1).slice(3, 0, -1)).mean();
}

double ssim(const at::Tensor& a, const at::Tensor& b) {
  const auto local = [](const at::Tensor& x) { return at::avg_pool2d(x, {7, 7}, {1, 1}); };
  const at::Tensor x = a.mean(1, true), y = b.mean(1, true), mx = local(x), my = local(y);
  const at::Tensor vx = local(x * x) - mx * mx, vy = local(y * y) - my * my, vxy = local(x * y) - mx * my;
  constexpr double c1 = 0.01 * 0.01, c2 = 0.03 * 0.03;
  return (((2 * mx * my + c1) * (2 * vxy + c2)) / ((mx * mx + my * my + c1) * (vx + vy + c2)))
      .mean()
      .item<double>();
}

double energy(const at::Tensor& x) {
  return gradients(x).pow(2).mean().item<double>();
}

class FinishTrainer : public Trainer {
 public:
  FinishTrainer(const std::vector<FinishPairs>& training, const std::vector<FinishPairs>& validation,
                const FinishOptions& options, fs::path folder)
      : options_(options),
        folder_(std::move(folder)),
        speakers_(bySpeaker(training, options.feature)),
        net_(started(options)),
        mean_(started(options)),
        criticised_(parametersOf(critic_)),
        optimiser_(parametersOf(*net_), {.beta2 = 0.99, .weightDecay = 0.001}),
        criticOptimiser_(criticised_, {.beta1 = 0.5, .beta2 = 0.99, .weightDecay = 0.001}) {
    initialise(critic_, options.seed + 1);
    // Of the people to judge by, alike many pairs each, spread over how much is new.
    const auto others = bySpeaker(validation, options.feature);
    for (std::int64_t k = 0; !others.empty() && k < kJudged; ++k) {
      const auto& some = others[std::size_t(k) % others.size()];
      const std::size_t round = std::size_t(k) / others.size(),
                        rounds = std::size_t(kJudged) / others.size() + 1;
      judged_.push_back(some[std::min(some.size() - 1, (round + 1) * some.size() / (rounds + 1))]);
    }
  }

  NamedTensors state() override {
    NamedTensors tensors;
    for (const auto& [name, value] : tensor::namedState(*net_, "net."))
      tensors.emplace_back(name, value.detach());
    for (const auto& [name, value] : tensor::namedState(*mean_, "mean."))
      tensors.emplace_back(name, value.detach());
    for (const auto& [name, value] : tensor::namedState(critic_, "critic."))
      tensors.emplace_back(name, value.detach());
    for (const auto& [name, value] : optimiser_.state()) tensors.emplace_back("optimiser." + name, value);
    for (const auto& [name, value] : criticOptimiser_.state())
      tensors.emplace_back("critic optimiser." + name, value);
    return tensors;
  }
  std::map<std::string, double> numbers() const override {
    return {{"optimiser steps", double(optimiser_.steps)},
            {"critic steps", double(criticOptimiser_.steps)},
            {"best difference", best_}};
  }
  void setNumbers(const std::map<std::string, double>& numbers) override {
    optimiser_.steps = std::int64_t(numbers.at("optimiser steps"));
    criticOptimiser_.steps = std::int64_t(numbers.at("critic steps"));
    best_ = numbers.at("best difference");
  }
  void begin(std::int64_t) override {
    for (torch::nn::Module* module :
         {static_cast<torch::nn::Module*>(net_.get()), static_cast<torch::nn::Module*>(mean_.get()),
          static_cast<torch::nn::Module*>(&critic_)})
      module->to(options_.device);
    optimiser_.to(options_.device);
    criticOptimiser_.to(options_.device);
  }

  std::vector<double> step(std::int64_t step, double learningRate, std::mt19937_64& random) override {
    const Batch batch = draw(random);
    const bool judgedByCritic = double(step) >= options_.criticFrom * double(options_.steps);
    const Completion completion = run(*net_, batch);
    const at::Tensor made = render::finish::complete(batch.warped, completion, batch.share);
    const at::Tensor near = around(batch.maps, made.size(3)), weight = (0.3 + 1.7 * near) * batch.share;
    // Where teeth are, no pixel of two mouths agrees: the mean of all that fit is a grey smear. There colours
    // count coarsely, and the critic asks for what teeth look like.
    const at::Tensor exact =
        options_.feature == Feature::mouth ? weight * (1 - options_.coarseInside * near) : weight;
    const auto half = [](const at::Tensor& x) { return at::avg_pool2d(x, {2, 2}); };
    const auto coarse = [](const at::Tensor& x) { return at::avg_pool2d(x, {4, 4}); };
    const at::Tensor colour = ((made - batch.real).abs() * exact).mean() +
                              ((coarse(made) - coarse(batch.real)).abs() * coarse(weight)).mean();
    const at::Tensor edges = gradientDifference(made, batch.real, exact) +
                             gradientDifference(half(made), half(batch.real), half(exact));
    const at::Tensor paint = (completion.mask * (1 - near)).mean() * 0.02 + completion.mask.mean() * 0.001;
    const at::Tensor bends =
        gradients(completion.flow).abs().mean() * 0.004 + completion.flow.abs().mean() * 0.0003;
    at::Tensor loss = colour + edges + paint + bends;
    at::Tensor fooled = at::zeros({});
    double criticLoss = 0;
    const at::Tensor maps = batch.maps.to(options_.precision);
    if (judgedByCritic) {
      criticLoss = teachCritic(batch, made.detach(), maps, learningRate);
      const PatchCritic::Verdict verdict = critic_.judge(made.to(options_.precision), maps);
      fooled = -verdict.patches.mean();
      at::Tensor match = at::zeros({}, made.options());
      {
        PatchCritic::Verdict wanted;
        {
          const c10::NoGradGuard guard;
          wanted = critic_.judge(batch.real.to(options_.precision), maps);
        }
        for (std::size_t k = 0; k < verdict.features.size(); ++k)
          match = match + (verdict.features[k] - wanted.features[k]).to(at::kFloat).abs().mean() / 3.0;
      }
      loss = loss + fooled * options_.criticWeight + match * options_.matchWeight * options_.criticWeight;
    }
    loss.backward();
    optimiser_.step(learningRate);
    if (judgedByCritic)
      for (auto& [name, parameter] : criticised_) parameter.mutable_grad().reset();
    follow();
    return {colour.item<double>() * 255, edges.item<double>() * 255, paint.item<double>(),
            fooled.item<double>(), criticLoss};
  }

  std::vector<double> judge(std::int64_t) override {
    if (judged_.empty()) {
      writeWeights();
      return {0, 0, 0, 0, 0, 0};
    }
    const c10::NoGradGuard guard;
    score_ = {};
    std::vector<at::Tensor> rows;
    for (std::size_t from = 0; from < judged_.size(); from += std::size_t(options_.batch)) {
      const std::size_t to = std::min(judged_.size(), from + std::size_t(options_.batch));
      const Batch batch =
          onDevice(gathered({judged_.begin() + std::ptrdiff_t(from), judged_.begin() + std::ptrdiff_t(to)}));
      const at::Tensor made =
          render::finish::complete(batch.warped, run(*mean_, batch), batch.share).clamp(0, 1);
      const double part = double(to - from) / double(judged_.size());
      score_.difference += part * (made - batch.real).abs().mean().item<double>() * 255;
      score_.warpedDifference += part * (batch.warped - batch.real).abs().mean().item<double>() * 255;
      score_.ssim += part * ssim(made, batch.real);
      score_.warpedSsim += part * ssim(batch.warped, batch.real);
      score_.detail += part * energy(made) / energy(batch.real);
      score_.warpedDetail += part * energy(batch.warped) / energy(batch.real);
      const auto stride = std::max<std::size_t>(1, judged_.size() / std::size_t(kShown));
      for (std::size_t k = from; k < to; ++k)
        if (k % stride == 0 && rows.size() < std::size_t(kShown)) {
          const auto i = std::int64_t(k - from);
          rows.push_back(at::cat({batch.rest[i], batch.warped[i], made[i], batch.real[i]}, 2).cpu());
        }
    }
    writeSheet(rows);
    if (!options_.keepBest || score_.difference < best_) writeWeights();
    best_ = std::min(best_, score_.difference);
    return {score_.difference, score_.warpedDifference, score_.ssim,
            score_.warpedSsim, score_.detail,           score_.warpedDetail};
  }

  const FinishScore& score() const { return score_; }

 private:
  static std::shared_ptr<render::finish::FinishNet> started(const FinishOptions& options) {
    auto net = std::make_shared<render::finish::FinishNet>();
    render::finish::initialise(*net, options.seed);
    if (!options.start.empty()) tensor::WeightStore::open(options.start).loadInto(*net);
    return net;
  }

  static NamedTensors parametersOf(torch::nn::Module& module) {
    NamedTensors list;
    for (auto& item : module.named_parameters()) list.emplace_back(item.key(), item.value());
    return list;
  }

  Completion run(const render::finish::FinishNet& net, const Batch& batch) const {
    return net.forward(at::cat({batch.warped, batch.rest}, 1).to(options_.precision),
                       batch.maps.to(options_.precision));
  }

  Batch onDevice(Batch batch) const {
    for (at::Tensor* t : {&batch.warped, &batch.rest, &batch.real, &batch.maps, &batch.share})
      *t = t->to(options_.device);
    return batch;
  }

  Batch draw(std::mt19937_64& random) const {
    std::vector<Place> places;
    for (int k = 0; k < options_.batch; ++k) {
      const auto& some =
          speakers_[std::uniform_int_distribution<std::size_t>(0, speakers_.size() - 1)(random)];
      // Half of the pairs from the third that has most to complete.
      const std::size_t first = random() % 2 == 0 ? 0 : some.size() * 2 / 3;
      places.push_back(some[std::uniform_int_distribution<std::size_t>(first, some.size() - 1)(random)]);
    }
    Batch batch = gathered(places);
    vary(batch, float(options_.lightVaries), options_.feature == Feature::mouth && options_.mirrored, random);
    return onDevice(batch);
  }

  double teachCritic(const Batch& batch, const at::Tensor& made, const at::Tensor& maps,
                     double learningRate) {
    const at::Tensor filmed = critic_.judge(batch.real.to(options_.precision), maps).patches,
                     painted = critic_.judge(made.to(options_.precision), maps).patches;
    const at::Tensor loss = at::relu(1 - filmed).mean() + at::relu(1 + painted).mean();
    loss.backward();
    criticOptimiser_.step(learningRate);
    return loss.item<double>();
  }

  /// The running mean of the weights, which judges and ships better than any one step's.
  void follow() {
    const c10::NoGradGuard guard;
    const double steps = double(optimiser_.steps), share = 1 / std::min(kMeanOver, 1 + steps / 10);
    auto from = net_->parameters();
    auto to = mean_->parameters();
    for (std::size_t k = 0; k < from.size(); ++k) to[k].lerp_(from[k], share);
  }

  void writeWeights() const {
    NamedTensors weights;
    for (const auto& [name, value] : tensor::namedState(*mean_))
      weights.emplace_back(name, value.detach().cpu());
    tensor::writeSafetensors(folder_ / "finish.safetensors", weights);
  }

  void writeSheet(const std::vector<at::Tensor>& rows) const {
    if (rows.empty()) return;
    const std::size_t half = (rows.size() + 1) / 2;
    const at::Tensor left = at::cat(at::TensorList(rows.data(), half), 1);
    at::Tensor right =
        rows.size() > half ? at::cat(at::TensorList(rows.data() + half, rows.size() - half), 1) : left;
    if (right.size(1) < left.size(1))
      right = at::constant_pad_nd(right, {0, 0, 0, left.size(1) - right.size(1)});
    const at::Tensor all =
        (at::cat({left, right}, 2).permute({1, 2, 0}).clamp(0, 1) * 255).to(at::kByte).contiguous();
    cv::Mat rgb(int(all.size(0)), int(all.size(1)), CV_8UC3, all.data_ptr()), bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    std::vector<uchar> png;
    cv::imencode(".png", bgr, png);
    writeFile(folder_ / "sheet.png", std::string(png.begin(), png.end()));
  }

  const FinishOptions options_;
  const fs::path folder_;
  const std::vector<std::vector<Place>> speakers_;
  std::vector<Place> judged_;
  const std::shared_ptr<render::finish::FinishNet> net_, mean_;
  PatchCritic critic_;
  NamedTensors criticised_;
  AdamW optimiser_, criticOptimiser_;
  FinishScore score_;
  double best_ = 1e9;  ///< least difference of all judgements
};

std::string fingerprintOf(const std::vector<FinishPairs>& clips, Feature feature) {
  std::int64_t pairs = 0;
  for (const FinishPairs& clip : clips)
    if (const auto found = clip.features.find(feature); found != clip.features.end())
      pairs += found->second.size();
  return std::to_string(clips.size()) + " clips, " + std::to_string(pairs) + " pairs";
}

}  // namespace

FinishScore trainFinish(const std::vector<FinishPairs>& training, const std::vector<FinishPairs>& validation,
                        const FinishOptions& options, const fs::path& folder, const RunContext& context) {
  if (bySpeaker(training, options.feature).empty())
    throw Error(ErrorCode::invalidArgument, "set of pairs", "it has no pair of this feature to learn from",
                "Make a larger one with orator-lab dataset finish");
  makeFolder(folder);
  TrainingPlan plan;
  plan.trainer = options.feature == Feature::mouth ? "finish mouth" : "finish eye";
  plan.folder = folder;
  plan.steps = options.steps;
  plan.reportEvery = options.judgeEvery;
  plan.seed = options.seed;
  plan.learningRate = options.learningRate;
  plan.setup = {{"set", fingerprintOf(training, options.feature)},
                {"held-out people", fingerprintOf(validation, options.feature)},
                {"batch", std::to_string(options.batch)},
                {"precision", c10::toString(options.precision)}};
  plan.losses = {"colour", "edges", "paint", "fooled", "critic"};
  plan.judgement = {"difference", "warped_difference", "ssim", "warped_ssim", "detail", "warped_detail"};
  FinishTrainer trainer(training, validation, options, folder);
  runTraining(trainer, plan, context);
  return trainer.score();
}

}  // namespace orator::learning
