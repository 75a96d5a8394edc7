#include "core/learning/motion_nets/posevae_trainer.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>
#include <random>

#include "core/base/files.h"
#include "core/learning/motion_nets/pose_prior.h"
#include "core/learning/motion_nets/pose_start.h"
#include "core/motion/sadtalker/voice_encoder.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"

namespace orator::learning {
namespace {

namespace fs = std::filesystem;
using motion::sadtalker::kPoseChunk;
using motion::sadtalker::kPoseLatent;
using motion::sadtalker::PoseManners;
using motion::sadtalker::PoseVae;

class Run {
 public:
  Run(const std::vector<Clip>& clips, const motion::sadtalker::AudioEncoder& encoder,
      const PoseVaeOptions& options, fs::path folder)
      : options_(options),
        folder_(std::move(folder)),
        material_(clips, encoder),
        generator_(parameters("netG."), options.optimiser),
        critic_(parameters("netD_motion."), options.optimiser) {
    const c10::NoGradGuard guard;
    startFromPrincipalComponents(net_, material_, options_.noise, options_.seed);
    if (resume() && !motion::sadtalker::sameWeights(*net_.audioEncoder, encoder))
      hearAnew(PoseMaterial(clips, *net_.audioEncoder).voices());
    auto state = tensor::namedState(*net_.audioEncoder);
    auto from = tensor::namedState(const_cast<motion::sadtalker::AudioEncoder&>(encoder));
    for (auto& [name, value] : from) state.at(name).copy_(value);
    net_.eval();
    net_.discriminator->train();
    net_.to(options.device);
    generator_.to(options.device);
    critic_.to(options.device);
    log_.open(folder_ / "log.csv", step_ ? std::ios::app : std::ios::trunc);
    if (!step_) {
      log_ << "step,learning_rate,reconstruction,divergence,adversarial,critic,extent_ratio,speed_ratio\n";
      report(0);
    }
  }

  void go(const RunContext& context) {
    for (; step_ < options_.steps; ++step_) {
      context.progress("train", step_, options_.steps);
      if (context.stop.stop_requested()) {
        save(step_);
        context.throwIfCancelled();
      }
      learn();
      if ((step_ + 1) % options_.logEvery == 0 || step_ + 1 == options_.steps) {
        report(step_ + 1);
        save(step_ + 1);
      }
    }
    save(step_);
    writeResult();
  }

 private:
  std::vector<std::pair<std::string, at::Tensor>> parameters(const std::string& prefix) {
    std::vector<std::pair<std::string, at::Tensor>> list;
    for (auto& item : net_.named_parameters())
      if (item.key().starts_with(prefix)) list.emplace_back(item.key(), item.value());
    return list;
  }

  PoseMaterial::Batch draw(int count, std::mt19937_64& random) const {
    const PoseMaterial::Batch batch = material_.draw(count, random);
    return {batch.motion.to(options_.device), batch.audio.to(options_.device),
            batch.style.to(options_.device)};
  }

  double learningRate() const {
    if (step_ < options_.warmUpSteps)
      return options_.learningRate * double(step_ + 1) / double(options_.warmUpSteps);
    return options_.learningRate *
           (0.02 + 0.98 * 0.5 * (1 + std::cos(std::numbers::pi * double(step_) / double(options_.steps))));
  }

  void learn() {
    std::mt19937_64 random(options_.seed * 0x9E3779B97F4A7C15ull + std::uint64_t(step_));
    at::manual_seed(random());
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
    at::Tensor loss = reconstruction + divergenceWeight() * divergence;
    const bool adversarial = step_ >= options_.adversarialFrom;
    if (adversarial) {
      // Motion made from noise is what a user sees: that is what the critic looks at.
      const at::Tensor fake = net_.decoder->forward(audio, reference, at::randn_like(latent) + bias);
      const at::Tensor fooled = (net_.discriminator->forward(fake) - 1).square().mean();
      loss = loss + options_.adversarialWeight * fooled;
      loss.backward();
      generator_.step(learningRate());
      clear("netD_motion.");
      const at::Tensor critic = (net_.discriminator->forward(motion) - 1).square().mean() +
                                net_.discriminator->forward(fake.detach()).square().mean();
      critic.backward();
      critic_.step(0.3 * learningRate());
      sum_[2] += fooled.item<double>(), sum_[3] += critic.item<double>();
    } else {
      loss.backward();
      generator_.step(learningRate());
    }
    sum_[0] += reconstruction.item<double>(), sum_[1] += divergence.item<double>();
    ++count_;
  }

  void clear(const std::string& prefix) {
    for (auto& item : net_.named_parameters())
      if (item.key().starts_with(prefix) && item.value().grad().defined())
        item.value().mutable_grad().zero_();
  }

  /// Of the evidence of motion with `noise` around it (Kingma and Welling 2014).
  double divergenceWeight() const { return 2 * options_.noise / double(6 * kPoseChunk); }

  /// Extent and speed of motion made from noise against the real, over all styles.
  void report(std::int64_t step) {
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
    log_ << step << ',' << learningRate();
    for (double& sum : sum_) log_ << ',' << sum / std::max(1, count_), sum = 0;
    log_ << ',' << madeExtent / realExtent << ',' << madeSpeed / realSpeed << std::endl;
    count_ = 0;
  }

  void save(std::int64_t step) {
    std::vector<std::pair<std::string, at::Tensor>> tensors;
    for (const auto& [name, value] : tensor::namedState(net_, "net.")) tensors.emplace_back(name, value);
    for (const AdamW* optimiser : {&generator_, &critic_})
      for (const auto& [name, value] : optimiser->state()) tensors.emplace_back("optimiser." + name, value);
    tensor::writeSafetensors(
        folder_ / "state.safetensors", tensors,
        {{"step", std::to_string(step)}, {"critic_steps", std::to_string(critic_.steps)}});
  }

  bool resume() {
    const fs::path file = folder_ / "state.safetensors";
    if (!fs::exists(file)) return false;
    const auto saved = tensor::SafetensorsFile::open(file);
    tensor::WeightStore::open(file).under("net.").loadInto(net_);
    for (const AdamW* optimiser : {&generator_, &critic_})
      for (const auto& [name, value] : optimiser->state())
        at::Tensor(value).copy_(saved.tensor("optimiser." + name));
    step_ = std::stoll(saved.metadata().at("step"));
    generator_.steps = step_;
    critic_.steps = std::stoll(saved.metadata().at("critic_steps"));
    return true;
  }

  /// A training that is taken up with another ExpNet: the layers behind the hearing are fitted to say of the
  /// same voices what they said.
  /// @param before [N, 512], as the ExpNet of the state heard material_.voices()
  void hearAnew(const at::Tensor& before) {
    constexpr double kRidge = 1e-3;  // of the mean power
    const auto withOne = [](const at::Tensor& heard) {
      return at::cat({heard, at::ones({heard.size(0), 1})}, 1).to(at::kDouble);
    };
    const at::Tensor x = withOne(material_.voices()), covariance = x.t().matmul(x);
    const at::Tensor ridge =
        kRidge * covariance.diag().mean() * at::eye(covariance.size(0), covariance.options());
    auto state = tensor::namedState(net_);
    for (const std::string layer : {"netG.encoder.linear_audio.", "netG.decoder.linear_audio."}) {
      at::Tensor &weight = state.at(layer + "weight"), &bias = state.at(layer + "bias");
      const at::Tensor said = at::linear(before, weight, bias).to(at::kDouble);
      const at::Tensor fit = at::linalg_solve(covariance + ridge, x.t().matmul(said)).t();
      weight.copy_(fit.slice(1, 0, weight.size(1)));
      bias.copy_(fit.select(1, weight.size(1)));
    }
  }

  /// What is shipped: hearing, decoder and manners; encoder and critic stay in the state.
  void writeResult() {
    const c10::NoGradGuard guard;
    net_.to(at::kCPU);
    PoseManners manners;
    settlePrior(net_, manners, material_, options_.seed);
    settleStyles(*net_.decoder, manners, material_, options_.seed);
    std::vector<std::pair<std::string, at::Tensor>> tensors;
    const auto add = [&](torch::nn::Module& module, const std::string& prefix, at::ScalarType type) {
      for (const auto& [name, value] : tensor::namedState(module, prefix))
        tensors.emplace_back(name, value.is_floating_point() ? value.detach().to(type) : value);
    };
    add(*net_.audioEncoder, "audio_encoder.audio_encoder.", at::kHalf);
    add(*net_.decoder, "netG.decoder.", at::kHalf);
    add(manners, "manners.", at::kFloat);
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

  PoseVaeOptions options_;
  fs::path folder_;
  const PoseMaterial material_;
  PoseVae net_;
  AdamW generator_, critic_;
  std::ofstream log_;
  std::int64_t step_ = 0;
  std::array<double, 4> sum_{};
  int count_ = 0;
};

}  // namespace

void trainPoseVae(const std::vector<Clip>& training, const motion::sadtalker::AudioEncoder& encoder,
                  const PoseVaeOptions& options, const fs::path& folder, const RunContext& context) {
  Run(training, encoder, options, folder).go(context);
}

}  // namespace orator::learning
