#include "core/learning/motion_nets/posevae_trainer.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

#include "core/base/files.h"
#include "core/learning/clips/split_set.h"
#include "core/learning/motion_nets/pose_prior.h"
#include "core/learning/motion_nets/pose_start.h"
#include "core/learning/motion_nets/rebase_posevae.h"
#include "core/learning/trainer/run_training.h"
#include "core/motion/sadtalker/voice_encoder.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"

namespace orator::learning {
namespace {

namespace fs = std::filesystem;
using motion::sadtalker::kPoseChunk;
using motion::sadtalker::kPoseLatent;
using motion::sadtalker::PoseStyles;
using motion::sadtalker::PoseVae;

class PoseVaeTrainer : public Trainer {
 public:
  PoseVaeTrainer(const std::vector<Clip>& clips, const motion::sadtalker::AudioEncoder& encoder,
                 const PoseVaeOptions& options, fs::path folder)
      : clips_(clips),
        audioEncoder_(encoder),
        options_(options),
        folder_(std::move(folder)),
        material_(clips, encoder),
        generator_(parameters("netG."), options.optimiser),
        critic_(parameters("netD_motion."), options.optimiser) {
    const c10::NoGradGuard guard;
    startFromPrincipalComponents(net_, material_, options_.noise, options_.seed);
  }

  NamedTensors state() override {
    NamedTensors tensors;
    for (const auto& [name, value] : tensor::namedState(net_, "net.")) tensors.emplace_back(name, value);
    for (const AdamW* optimiser : {&generator_, &critic_})
      for (const auto& [name, value] : optimiser->state()) tensors.emplace_back("optimiser." + name, value);
    return tensors;
  }
  std::map<std::string, double> numbers() const override {
    return {{"generator steps", double(generator_.steps)}, {"critic steps", double(critic_.steps)}};
  }
  void setNumbers(const std::map<std::string, double>& numbers) override {
    generator_.steps = std::int64_t(numbers.at("generator steps"));
    critic_.steps = std::int64_t(numbers.at("critic steps"));
  }

  void begin(std::int64_t step) override {
    const c10::NoGradGuard guard;
    if (step > 0 && !motion::sadtalker::sameWeights(*net_.audioEncoder, audioEncoder_))
      hearAnew(PoseMaterial(clips_, *net_.audioEncoder).voices());
    auto state = tensor::namedState(*net_.audioEncoder);
    auto from = tensor::namedState(const_cast<motion::sadtalker::AudioEncoder&>(audioEncoder_));
    for (auto& [name, value] : from) state.at(name).copy_(value);
    net_.eval();
    net_.discriminator->train();
    net_.to(options_.device);
    generator_.to(options_.device);
    critic_.to(options_.device);
  }

  std::vector<double> step(std::int64_t step, double learningRate, std::mt19937_64& random) override {
    const auto batch = draw(options_.batch, random);
    const at::Tensor motion = batch.motion.slice(1, 0, kPoseChunk),
                     audio = batch.audio.slice(1, 0, kPoseChunk),
                     reference = at::zeros({options_.batch, 6}, motion.options());
    const auto posterior = net_.encoder->forward(motion, reference, audio, batch.style);
    const at::Tensor logVariance = posterior.logVariance.clamp(-12, 6);
    const at::Tensor latent = posterior.mean + at::exp(0.5 * logVariance) * at::randn_like(posterior.mean);
    const at::Tensor bias = net_.decoder->styleBias.index_select(0, batch.style);
    const at::Tensor error = net_.decoder->forward(audio, reference, latent + bias) - motion;
    const at::Tensor reconstruction =
        error.square().mean() + options_.velocityWeight * error.diff(1, 1).square().mean();
    const at::Tensor divergence =
        -0.5 * (1 + logVariance - posterior.mean.square() - logVariance.exp()).sum(1).mean();
    double fooling = 0, criticism = 0;
    at::Tensor loss = reconstruction + divergenceWeight() * divergence;
    const bool adversarial = step >= options_.adversarialFrom;
    if (adversarial) {
      // Motion made from noise is what a user sees: that is what the critic looks at.
      const at::Tensor fake = net_.decoder->forward(audio, reference, at::randn_like(latent) + bias);
      const at::Tensor fooled = (net_.discriminator->forward(fake) - 1).square().mean();
      loss = loss + options_.adversarialWeight * fooled;
      loss.backward();
      generator_.step(learningRate);
      clear("netD_motion.");
      const at::Tensor critic = (net_.discriminator->forward(motion) - 1).square().mean() +
                                net_.discriminator->forward(fake.detach()).square().mean();
      critic.backward();
      critic_.step(0.3 * learningRate);
      fooling = fooled.item<double>(), criticism = critic.item<double>();
    } else {
      loss.backward();
      generator_.step(learningRate);
    }
    return {reconstruction.item<double>(), divergence.item<double>(), fooling, criticism};
  }

  /// Extent and speed of motion made from noise against the real, over all styles.
  std::vector<double> judge(std::int64_t) override {
    const c10::NoGradGuard guard;
    std::mt19937_64 random(7);
    at::manual_seed(7);
    double madeExtent = 0, realExtent = 0, madeSpeed = 0, realSpeed = 0;
    for (int i = 0; i < 8; ++i) {
      const auto batch = draw(32, random);
      const at::Tensor real = batch.motion.slice(1, 0, kPoseChunk);
      const at::Tensor made =
          net_.decoder->forward(batch.audio.slice(1, 0, kPoseChunk), at::zeros({32, 6}, real.options()),
                                at::randn({32, kPoseLatent}, real.options()) +
                                    net_.decoder->styleBias.index_select(0, batch.style));
      const auto speed = [&](const at::Tensor& m) { return m.diff(1, 1).abs().mean().item<double>(); };
      madeExtent += made.std().item<double>(), realExtent += real.std().item<double>();
      madeSpeed += speed(made), realSpeed += speed(real);
    }
    return {madeExtent / realExtent, madeSpeed / realSpeed};
  }

  /// What is shipped: audio encoder, decoder and styles; encoder and critic stay in the state.
  void writeResult() {
    const c10::NoGradGuard guard;
    net_.to(at::kCPU);
    PoseStyles styles;
    settlePrior(net_, styles, material_, options_.seed);
    settleStyles(*net_.decoder, styles, material_, options_.seed);
    std::vector<std::pair<std::string, at::Tensor>> tensors;
    const auto add = [&](torch::nn::Module& module, const std::string& prefix, at::ScalarType type) {
      for (const auto& [name, value] : tensor::namedState(module, prefix))
        tensors.emplace_back(name, value.is_floating_point() ? value.detach().to(type) : value);
    };
    add(*net_.audioEncoder, "audio_encoder.audio_encoder.", at::kHalf);
    add(*net_.decoder, "netG.decoder.", at::kHalf);
    add(styles, "manners.", at::kFloat);
    tensor::writeSafetensors(folder_ / "posevae.safetensors", tensors);
    nlohmann::json list = nlohmann::json::array();
    for (const PoseStyleSource& style : material_.styles())
      list.push_back({{"speaker", style.speaker},
                      {"amplitude", style.amplitude},
                      {"lean_radians", style.leanRadians},
                      {"extent", style.extent},
                      {"tempo", style.tempo}});
    writeFile(folder_ / "styles.json", list.dump(1) + "\n");
  }

 private:
  NamedTensors parameters(const std::string& prefix) {
    NamedTensors list;
    for (auto& item : net_.named_parameters())
      if (item.key().starts_with(prefix)) list.emplace_back(item.key(), item.value());
    return list;
  }

  PoseMaterial::Batch draw(int count, std::mt19937_64& random) const {
    const PoseMaterial::Batch batch = material_.draw(count, random);
    return {batch.motion.to(options_.device), batch.audio.to(options_.device),
            batch.style.to(options_.device)};
  }

  void clear(const std::string& prefix) {
    for (auto& item : net_.named_parameters())
      if (item.key().starts_with(prefix) && item.value().grad().defined())
        item.value().mutable_grad().zero_();
  }

  /// Of the evidence of motion with `noise` around it (Kingma and Welling 2014).
  double divergenceWeight() const { return 2 * options_.noise / double(6 * kPoseChunk); }

  /// A training that is taken up with another ExpNet: the layers behind the audio encoder are fitted to say
  /// of the same voices what they said.
  /// @param before [N, 512], as the ExpNet of the state encoded material_.voices()
  void hearAnew(const at::Tensor& before) {
    const at::Tensor heard = material_.voices();
    auto state = tensor::namedState(net_);
    for (const std::string layer : {"netG.encoder.linear_audio.", "netG.decoder.linear_audio."}) {
      at::Tensor &weight = state.at(layer + "weight"), &bias = state.at(layer + "bias");
      const LinearFit fit = fitLinear(heard, at::linear(before, weight, bias));
      weight.copy_(fit.weight);
      bias.copy_(fit.bias);
    }
  }

  const std::vector<Clip>& clips_;
  const motion::sadtalker::AudioEncoder& audioEncoder_;
  PoseVaeOptions options_;
  fs::path folder_;
  const PoseMaterial material_;
  PoseVae net_;
  AdamW generator_, critic_;
};

}  // namespace

void trainPoseVae(const std::vector<Clip>& training, const motion::sadtalker::AudioEncoder& encoder,
                  const PoseVaeOptions& options, const fs::path& folder, const RunContext& context) {
  TrainingPlan plan;
  plan.trainer = "posevae";
  plan.folder = folder;
  plan.steps = options.steps;
  plan.reportEvery = options.logEvery;
  plan.seed = options.seed;
  plan.learningRate = options.learningRate;
  plan.setup = {{"data set", fingerprint(training)}};
  plan.losses = {"reconstruction", "divergence", "adversarial", "critic"};
  plan.judgement = {"extent_ratio", "speed_ratio"};
  PoseVaeTrainer trainer(training, encoder, options, folder);
  runTraining(trainer, plan, context);
  trainer.writeResult();
}

}  // namespace orator::learning
