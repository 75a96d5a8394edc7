#include "core/training/posevae_trainer.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <numbers>
#include <random>

#include "core/audio/mel_spectrogram.h"
#include "core/base/files.h"
#include "core/tensor/safetensors.h"
#include "core/tensor/weight_store.h"

namespace orator::training {
namespace {

namespace fs = std::filesystem;
using motion::sadtalker::kPoseChunk;
using motion::sadtalker::kPoseStyles;
using motion::sadtalker::PoseVae;

constexpr std::int64_t kLeastFrames = 100;             // of a clip, to say how its head moves
constexpr std::array kLeanLimit{0.04f, 0.02f, 0.04f};  // radians; where the camera stood is no carriage
constexpr double kWidest = 0.10;  // radians, the standard deviation of the liveliest axis
constexpr double kAmplitudes[] = {0.55, 1.0, 1.7};
constexpr float kSlowest = 0.8f, kFastest = 1.2f;  // tempo a stretch may be played at

/// A head that moves: its path about its own middle and what was said.
struct Head {
  std::string speaker;
  at::Tensor motion;     // [T, 6] against the median pose
  at::Tensor middle;     // [6]
  at::Tensor embedding;  // [T, 512]
};

at::Tensor middleOf(const at::Tensor& pose) {
  return std::get<0>(pose.median(0));
}

/// Gaussian along time, in frames.
at::Tensor smooth(const at::Tensor& curve, double sigma) {
  const auto reach = std::int64_t(std::ceil(3 * sigma));
  const at::Tensor index = at::arange(-reach, reach + 1, at::kFloat);
  const at::Tensor kernel = at::exp(-index.square() / (2 * sigma * sigma));
  const std::int64_t frames = curve.size(0);
  at::Tensor sum = at::zeros_like(curve);
  for (std::int64_t k = -reach; k <= reach; ++k)
    sum += kernel[k + reach] / kernel.sum() *
           curve.index_select(0, (at::arange(frames, at::kLong) + k).clamp(0, frames - 1));
  return sum;
}

/// The path of a head about its middle without the tracker's jitter; depth, which one camera hardly sees,
/// most of all.
at::Tensor pathOf(const Clip& clip) {
  constexpr double kSigma = 1.2, kDepthSigma = 8;
  const at::Tensor motion = clip.pose - middleOf(clip.pose);
  return at::cat({smooth(motion.slice(1, 0, 5), kSigma), smooth(motion.slice(1, 5), kDepthSigma)}, 1);
}

/// What tells one manner from another: how far and how fast each axis goes, and the lean.
at::Tensor describe(const at::Tensor& motion, double amplitude, const std::array<float, 3>& lean) {
  const at::Tensor extent = (amplitude * motion.std(0)).clamp_min(1e-4).log();
  const at::Tensor speed = (amplitude * motion.diff(1, 0).abs().mean(0)).clamp_min(1e-5).log();
  const at::Tensor carriage = at::tensor(std::vector<float>(lean.begin(), lean.end())) * 25;
  return at::cat({extent, 0.5 * speed, carriage});
}

std::map<std::string, std::vector<const Clip*>> movingHeads(const std::vector<Clip>& clips) {
  std::map<std::string, std::vector<const Clip*>> speakers;
  for (const Clip& clip : clips)
    if (clip.frames() >= kLeastFrames) speakers[clip.speaker].push_back(&clip);
  return speakers;
}

/// Reads a path at `tempo` times its speed: [kPoseChunk, C] from frame `begin`.
at::Tensor play(const at::Tensor& path, double begin, double tempo) {
  const at::Tensor at_ =
      (begin + tempo * at::arange(kPoseChunk, at::kFloat)).clamp(0, float(path.size(0) - 1));
  const at::Tensor low = at_.floor().to(at::kLong), high = (low + 1).clamp_max(path.size(0) - 1);
  const at::Tensor weight = (at_ - low).unsqueeze(1);
  return path.index_select(0, low) * (1 - weight) + path.index_select(0, high) * weight;
}

/// He's rule but for the ends: motion comes and goes in radians and decimetres, a twentieth of what the
/// layers between are made for.
void initialise(PoseVae& net, std::uint64_t seed) {
  constexpr double kMotionScale = 0.05, kFirstLogVariance = -4;  // at first the noise drowns nothing
  at::manual_seed(seed);
  for (auto& item : net.named_parameters()) {
    const std::string& name = item.key();
    at::Tensor& p = item.value();
    if (name.ends_with("linear_logvar.bias")) p.fill_(kFirstLogVariance);
    if (p.dim() < 2 || name.starts_with("audio_encoder.")) continue;
    p.normal_(0, std::sqrt(2.0 / double(p.numel() / p.size(0))));
    if (name.find("encoder.resunet.input") != std::string::npos && name.find("netG.encoder") == 0 &&
        p.size(1) == 1)
      p.div_(kMotionScale);
    if (name.ends_with("pose_linear.weight")) p.mul_(kMotionScale);
    if (name.ends_with("linear_audio.weight")) p.mul_(0.3);
    if (name.ends_with("linear_logvar.weight")) p.mul_(0.1);
    if (name.ends_with("classbias")) p.normal_(0, 1);
  }
}

class Run {
 public:
  Run(const std::vector<Clip>& clips, const motion::sadtalker::AudioEncoder& encoder,
      const PoseVaeOptions& options, fs::path folder)
      : options_(options),
        folder_(std::move(folder)),
        styles_(choosePoseStyles(clips)),
        generator_(parameters("netG."), options.optimiser),
        critic_(parameters("netD_motion."), options.optimiser) {
    const c10::NoGradGuard guard;
    for (const auto& [speaker, list] : movingHeads(clips))
      for (const Clip* clip : list) {
        const at::Tensor middle = middleOf(clip->pose);
        const at::Tensor path = pathOf(*clip);
        // A head filmed without sound still shows how heads move.
        const at::Tensor mel = clip->mel.numel() ? clip->mel : at::full({audio::kMelBands, 1}, -4.f);
        const at::Tensor embedding = encoder.forward(melWindows(mel, {0, clip->frames()}));
        heads_[speaker].push_back({speaker, path, middle, embedding});
      }
    std::vector<at::Tensor> motions;
    for (const auto& [speaker, heads] : heads_)
      for (const Head& head : heads) motions.push_back(head.motion);
    scale_ = at::cat(motions).std(0).clamp_min(1e-3);
    initialise(net_, options.seed);
    auto state = tensor::namedState(net_);
    auto from = tensor::namedState(const_cast<motion::sadtalker::AudioEncoder&>(encoder));
    for (auto& [name, value] : from) state.at("audio_encoder.audio_encoder." + name).copy_(value);
    resume();
    log_.open(folder_ / "log.csv", step_ ? std::ios::app : std::ios::trunc);
    if (!step_)
      log_ << "step,learning_rate,reconstruction,divergence,adversarial,critic,extent_ratio,speed_ratio\n";
  }

  void go(const RunContext& context) {
    for (; step_ < options_.steps; ++step_) {
      context.progress("train", step_, options_.steps);
      if (context.stop.stop_requested()) {
        save();
        context.throwIfCancelled();
      }
      learn();
      if ((step_ + 1) % options_.logEvery == 0 || step_ + 1 == options_.steps) report();
    }
    ++step_;
    save();
    writeResult();
  }

 private:
  std::vector<std::pair<std::string, at::Tensor>> parameters(const std::string& prefix) {
    std::vector<std::pair<std::string, at::Tensor>> list;
    for (auto& item : net_.named_parameters())
      if (item.key().starts_with(prefix)) list.emplace_back(item.key(), item.value());
    return list;
  }

  struct Batch {
    at::Tensor motion, reference, audio, style;
  };

  Batch draw(std::mt19937_64& random) {
    std::vector<at::Tensor> motion, reference, audio;
    std::vector<std::int64_t> style;
    const auto uniform = [&](double low, double high) {
      return std::uniform_real_distribution<double>(low, high)(random);
    };
    for (int i = 0; i < options_.batch; ++i) {
      style.push_back(std::int64_t(random() % kPoseStyles));
      const PoseStyleSource& source = styles_[std::size_t(style.back())];
      const auto& heads = heads_.at(source.speaker);
      std::vector<double> lengths;
      for (const Head& head : heads) lengths.push_back(double(head.motion.size(0)));
      const Head& head =
          heads[std::discrete_distribution<std::size_t>(lengths.begin(), lengths.end())(random)];
      const double tempo = uniform(kSlowest, kFastest);
      const double begin =
          uniform(0, std::max(0.0, double(head.motion.size(0)) - 1 - tempo * double(kPoseChunk - 1)));
      at::Tensor path = play(head.motion, begin, tempo) * source.amplitude;
      for (int axis = 0; axis < 3; ++axis) path.select(1, axis).add_(source.leanRadians[std::size_t(axis)]);
      motion.push_back(path);
      audio.push_back(play(head.embedding, begin, tempo));
      reference.push_back(head.middle * uniform(0, 1));
    }
    return {at::stack(motion), at::stack(reference), at::stack(audio), at::tensor(style)};
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
    const Batch batch = draw(random);
    net_.train();
    const auto posterior = net_.encoder->forward(batch.motion, batch.reference, batch.audio, batch.style);
    const at::Tensor logVariance = posterior.logVariance.clamp(-12, 6);
    const at::Tensor latent = posterior.mean + at::exp(0.5 * logVariance) * at::randn_like(posterior.mean);
    const at::Tensor bias = net_.decoder->styleBias.index_select(0, batch.style);
    const at::Tensor made = net_.decoder->forward(batch.audio, batch.reference, latent + bias);
    const at::Tensor error = (made - batch.motion) / scale_;
    const at::Tensor reconstruction = error.square().mean() + 4 * error.diff(1, 1).square().mean();
    const at::Tensor divergence =
        -0.5 * (1 + logVariance - posterior.mean.square() - logVariance.exp()).sum(1).mean();
    const double along = std::min(1.0, double(step_) / double(options_.divergenceWarmUpSteps));
    at::Tensor loss = reconstruction + options_.divergenceWeight * along * divergence;
    const bool adversarial = step_ >= options_.adversarialFrom;
    if (adversarial) {
      // Motion made from noise is what a user sees: that is what the critic looks at.
      const at::Tensor imagined =
          net_.decoder->forward(batch.audio, batch.reference, at::randn_like(latent) + bias);
      const at::Tensor fake = imagined / scale_, real = batch.motion / scale_;
      const at::Tensor fooled = (net_.discriminator->forward(fake) - 1).square().mean();
      loss = loss + options_.adversarialWeight * fooled;
      loss.backward();
      generator_.step(learningRate());
      clear("netD_motion.");
      const at::Tensor critic = (net_.discriminator->forward(real) - 1).square().mean() +
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

  /// Extent and speed of motion made from noise against the real, over all styles.
  void report() {
    const c10::NoGradGuard guard;
    net_.eval();
    std::mt19937_64 random(7);
    double madeExtent = 0, realExtent = 0, madeSpeed = 0, realSpeed = 0;
    for (int i = 0; i < 8; ++i) {
      const Batch batch = draw(random);
      const at::Tensor made =
          net_.decoder->forward(batch.audio, batch.reference,
                                at::randn({options_.batch, motion::sadtalker::kPoseLatent}) +
                                    net_.decoder->styleBias.index_select(0, batch.style));
      const auto extent = [&](const at::Tensor& m) { return (m / scale_).std(0).mean().item<double>(); };
      const auto speed = [&](const at::Tensor& m) {
        return (m.diff(1, 1) / scale_).abs().mean().item<double>();
      };
      madeExtent += extent(made), realExtent += extent(batch.motion);
      madeSpeed += speed(made), realSpeed += speed(batch.motion);
    }
    log_ << step_ + 1 << ',' << learningRate();
    for (double& sum : sum_) log_ << ',' << sum / std::max(1, count_), sum = 0;
    log_ << ',' << madeExtent / realExtent << ',' << madeSpeed / realSpeed << std::endl;
    count_ = 0;
  }

  void save() {
    std::vector<std::pair<std::string, at::Tensor>> tensors;
    for (const auto& [name, value] : tensor::namedState(net_, "net.")) tensors.emplace_back(name, value);
    for (const AdamW* optimiser : {&generator_, &critic_})
      for (const auto& [name, value] : optimiser->state()) tensors.emplace_back("optimiser." + name, value);
    tensor::writeSafetensors(
        folder_ / "state.safetensors", tensors,
        {{"step", std::to_string(step_)}, {"critic_steps", std::to_string(critic_.steps)}});
  }

  void resume() {
    const fs::path file = folder_ / "state.safetensors";
    if (!fs::exists(file)) return;
    const auto saved = tensor::SafetensorsFile::open(file);
    tensor::WeightStore::open(file).under("net.").loadInto(net_);
    for (const AdamW* optimiser : {&generator_, &critic_})
      for (const auto& [name, value] : optimiser->state())
        at::Tensor(value).copy_(saved.tensor("optimiser." + name));
    step_ = std::stoll(saved.metadata().at("step"));
    generator_.steps = step_;
    critic_.steps = std::stoll(saved.metadata().at("critic_steps"));
  }

  void writeResult() {
    std::vector<std::pair<std::string, at::Tensor>> tensors;
    for (const auto& [name, value] : tensor::namedState(net_))
      tensors.emplace_back(name, value.is_floating_point() ? value.detach().to(at::kHalf) : value);
    tensor::writeSafetensors(folder_ / "posevae.safetensors", tensors);
    nlohmann::json list = nlohmann::json::array();
    for (const PoseStyleSource& style : styles_)
      list.push_back(
          {{"speaker", style.speaker}, {"amplitude", style.amplitude}, {"lean_radians", style.leanRadians}});
    writeFile(folder_ / "styles.json", list.dump(1) + "\n");
  }

  PoseVaeOptions options_;
  fs::path folder_;
  std::vector<PoseStyleSource> styles_;
  std::map<std::string, std::vector<Head>> heads_;
  at::Tensor scale_;  // [6]
  PoseVae net_;
  AdamW generator_, critic_;
  std::ofstream log_;
  std::int64_t step_ = 0;
  std::array<double, 4> sum_{};
  int count_ = 0;
};

}  // namespace

std::vector<PoseStyleSource> choosePoseStyles(const std::vector<Clip>& clips) {
  struct Candidate {
    PoseStyleSource source;
    at::Tensor description;
  };
  struct Person {
    std::string name;
    at::Tensor path, carriage;
  };
  std::vector<Person> people;
  std::vector<at::Tensor> carriages;
  for (const auto& [speaker, list] : movingHeads(clips)) {
    std::vector<at::Tensor> path, middle;
    for (const Clip* clip : list) {
      middle.push_back(middleOf(clip->pose));
      path.push_back(pathOf(*clip));
    }
    people.push_back({speaker, at::cat(path), at::stack(middle).mean(0)});
    carriages.push_back(people.back().carriage);
  }
  std::vector<Candidate> candidates;
  const at::Tensor usual = carriages.empty() ? at::Tensor() : middleOf(at::stack(carriages));
  for (const Person& person : people) {
    const double widest = person.path.slice(1, 0, 3).std(0).max().item<double>();
    for (const double amplitude : kAmplitudes) {
      PoseStyleSource source{person.name, std::min(amplitude, kWidest / widest), {}};
      for (std::size_t axis = 0; axis < 3; ++axis)
        source.leanRadians[axis] = std::clamp((person.carriage - usual)[std::int64_t(axis)].item<float>() / 2,
                                              -kLeanLimit[axis], kLeanLimit[axis]);
      candidates.push_back({source, describe(person.path, source.amplitude, source.leanRadians)});
    }
  }
  if (std::int64_t(candidates.size()) < kPoseStyles)
    throw Error(ErrorCode::invalidArgument, "data set",
                "it shows " + std::to_string(candidates.size() / std::size(kAmplitudes)) +
                    " moving heads of four seconds or more, 16 are needed",
                "Build the data set from more people");
  at::Tensor centre = at::zeros_like(candidates[0].description);
  for (const Candidate& candidate : candidates) centre += candidate.description / double(candidates.size());
  std::vector<PoseStyleSource> chosen;
  std::vector<double> distance(candidates.size());
  std::size_t next = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    distance[i] = (candidates[i].description - centre).norm().item<double>();
    if (distance[i] < distance[next]) next = i;
  }
  std::fill(distance.begin(), distance.end(), std::numeric_limits<double>::infinity());
  while (std::int64_t(chosen.size()) < kPoseStyles) {
    chosen.push_back(candidates[next].source);
    for (std::size_t i = 0; i < candidates.size(); ++i)
      distance[i] = std::min(
          distance[i], (candidates[i].description - candidates[next].description).norm().item<double>());
    next = std::size_t(std::max_element(distance.begin(), distance.end()) - distance.begin());
  }
  return chosen;
}

void trainPoseVae(const std::vector<Clip>& training, const motion::sadtalker::AudioEncoder& encoder,
                  const PoseVaeOptions& options, const fs::path& folder, const RunContext& context) {
  Run(training, encoder, options, folder).go(context);
}

}  // namespace orator::training
