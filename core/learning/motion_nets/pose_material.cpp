#include "core/learning/motion_nets/pose_material.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/audio/mel_spectrogram.h"
#include "core/base/error.h"
#include "core/motion/sadtalker/voice_encoder.h"

namespace orator::learning {
namespace {

using motion::sadtalker::kPoseStyles;

constexpr std::int64_t kLeastFrames = 100;             // of a clip, to say how its head moves
constexpr std::array kLeanLimit{0.04f, 0.02f, 0.04f};  // radians; where the camera stood is no carriage
constexpr double kAmplitudes[] = {0.55, 1.0, 1.7};
// Standard deviations that a portrait bears: radians of the liveliest axis, decimetre.
constexpr double kWidest = 0.08, kFarthest = 0.09, kDeepest = 0.15;
// Tempo at which a stretch is played. Motion drawn from noise rests less often than people do (mean speed
// over root mean square 0.92 against 0.82) and would be too fast in the mean.
constexpr double kSlowest = 0.65, kFastest = 0.95;
constexpr double kLeastChange = 0.6, kMostChange = 1.5;  // of tempo, from one person to another

at::Tensor middleOf(const at::Tensor& pose) {
  return std::get<0>(pose.median(0));
}

/// Gaussian along time, in frames.
at::Tensor smoothed(const at::Tensor& curve, double sigma) {
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
  return at::cat({smoothed(motion.slice(1, 0, 5), kSigma), smoothed(motion.slice(1, 5), kDepthSigma)}, 1);
}

/// Everything known of one person's head.
struct Person {
  std::string name;
  std::vector<const Clip*> clips;
  std::vector<at::Tensor> paths;
  at::Tensor extent, carriage;  // [6] each
  double tempo = 1;
};

std::vector<Person> movingHeads(const std::vector<Clip>& clips) {
  std::map<std::string, Person> people;
  for (const Clip& clip : clips)
    if (clip.frames() >= kLeastFrames) {
      Person& person = people[clip.speaker];
      person.name = clip.speaker;
      person.clips.push_back(&clip);
      person.paths.push_back(pathOf(clip));
    }
  std::vector<Person> list;
  for (auto& [name, person] : people) {
    std::vector<at::Tensor> middle, steps;
    for (std::size_t i = 0; i < person.clips.size(); ++i) {
      middle.push_back(middleOf(person.clips[i]->pose));
      steps.push_back(person.paths[i].diff(1, 0).abs());
    }
    person.carriage = at::stack(middle).mean(0);
    person.extent = at::cat(person.paths).std(0).clamp_min(1e-4);
    person.tempo = (at::cat(steps).mean(0) / person.extent).slice(0, 0, 3).mean().item<double>();
    list.push_back(std::move(person));
  }
  return list;
}

/// What tells one style from another: how far and how fast each axis goes, and the lean.
at::Tensor describe(const PoseStyleSource& style) {
  const at::Tensor extent =
      at::tensor(std::vector<float>(style.extent.begin(), style.extent.end())).clamp_min(1e-4).log();
  const at::Tensor carriage =
      at::tensor(std::vector<float>(style.leanRadians.begin(), style.leanRadians.end())) * 25;
  return at::cat({1.2 * extent, at::full({1}, std::log(style.tempo)), carriage});
}

/// The liveliness nearest to the one wanted that a portrait bears.
double bearable(const at::Tensor& extent, double amplitude) {
  const auto most = [&](std::int64_t begin, std::int64_t end) {
    return extent.slice(0, begin, end).max().item<double>();
  };
  return std::min({amplitude, kWidest / most(0, 3), kFarthest / most(3, 5), kDeepest / most(5, 6)});
}

PoseStyleSource styleOf(const std::string& speaker, const at::Tensor& extent, double amplitude,
                        double tempo) {
  PoseStyleSource style{speaker, bearable(extent, amplitude), {}, {}, tempo};
  for (std::size_t k = 0; k < 6; ++k)
    style.extent[k] = float(style.amplitude) * extent[std::int64_t(k)].item<float>();
  return style;
}

/// Reads a path at `tempo` times its speed: [kFrames, C] from frame `begin`.
at::Tensor play(const at::Tensor& path, double begin, double tempo) {
  const at::Tensor at_ =
      (begin + tempo * at::arange(PoseMaterial::kFrames, at::kFloat)).clamp(0, float(path.size(0) - 1));
  const at::Tensor low = at_.floor().to(at::kLong), high = (low + 1).clamp_max(path.size(0) - 1);
  const at::Tensor weight = (at_ - low).unsqueeze(1);
  return path.index_select(0, low) * (1 - weight) + path.index_select(0, high) * weight;
}

}  // namespace

std::vector<PoseStyleSource> choosePoseStyles(const std::vector<Clip>& clips) {
  const std::vector<Person> people = movingHeads(clips);
  if (people.size() * std::size(kAmplitudes) < std::size_t(kPoseStyles))
    throw Error(
        ErrorCode::invalidArgument, "data set",
        "it shows " + std::to_string(people.size()) + " moving heads of four seconds or more, 16 are needed",
        "Build the data set from more people");
  std::vector<at::Tensor> carriages, extents;
  double tempo = 0;
  for (const Person& person : people) {
    carriages.push_back(person.carriage);
    extents.push_back(person.extent);
    tempo += person.tempo / double(people.size());
  }
  const at::Tensor usual = middleOf(at::stack(carriages));
  const auto count = std::int64_t(people.size()), outer = count / 4;
  const at::Tensor ordinary = std::get<0>(at::stack(extents).sort(0)).slice(0, outer, count - outer).mean(0);
  std::vector<PoseStyleSource> chosen{styleOf("", ordinary, 1, tempo)}, candidates;
  for (const Person& person : people)
    for (const double amplitude : kAmplitudes) {
      PoseStyleSource style = styleOf(person.name, person.extent, amplitude, person.tempo);
      for (std::size_t axis = 0; axis < 3; ++axis)
        style.leanRadians[axis] = std::clamp((person.carriage - usual)[std::int64_t(axis)].item<float>() / 2,
                                             -kLeanLimit[axis], kLeanLimit[axis]);
      candidates.push_back(style);
    }
  std::vector<double> distance(candidates.size(), std::numeric_limits<double>::infinity());
  while (std::int64_t(chosen.size()) < kPoseStyles) {
    for (std::size_t i = 0; i < candidates.size(); ++i)
      distance[i] =
          std::min(distance[i], (describe(candidates[i]) - describe(chosen.back())).norm().item<double>());
    chosen.push_back(
        candidates[std::size_t(std::max_element(distance.begin(), distance.end()) - distance.begin())]);
  }
  return chosen;
}

PoseMaterial::PoseMaterial(const std::vector<Clip>& clips, const motion::sadtalker::AudioEncoder& encoder)
    : styles_(choosePoseStyles(clips)) {
  const c10::NoGradGuard guard;
  const motion::sadtalker::VoiceEncoder voiceEncoder(encoder);
  for (const Person& person : movingHeads(clips)) {
    Speaker speaker;
    speaker.tempo = person.tempo;
    double frames = 0;
    for (std::size_t i = 0; i < person.clips.size(); ++i) {
      const Clip& clip = *person.clips[i];
      // A head filmed without sound still shows how heads move.
      const bool voice = clip.mel.numel() > 0;
      const at::Tensor mel = voice ? clip.mel : at::full({audio::kMelBands, 1}, -4.f);
      speaker.heads.push_back(
          {person.paths[i] / person.extent, voiceEncoder.encode(melWindows(mel, {0, clip.frames()})), voice});
      speaker.lengths.push_back(double(clip.frames()));
      frames += double(clip.frames());
    }
    // The smaller the motion, the more of it is the tracker's trembling.
    weights_.push_back(std::sqrt(frames) * person.extent.slice(0, 0, 3).norm().item<double>());
    numbers_[person.name] = speakers_.size();
    speakers_.push_back(std::move(speaker));
  }
}

PoseMaterial::Batch PoseMaterial::draw(int count, std::mt19937_64& random) const {
  // Pitch, up and down, and depth stay where left and right are exchanged.
  const at::Tensor mirror = at::tensor({1.f, -1.f, -1.f, -1.f, 1.f, 1.f});
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  const auto pick = [&](const std::vector<double>& weights) {
    return std::discrete_distribution<std::size_t>(weights.begin(), weights.end())(random);
  };
  std::vector<at::Tensor> motion, audio;
  std::vector<std::int64_t> style;
  for (int i = 0; i < count; ++i) {
    style.push_back(std::int64_t(random() % kPoseStyles));
    const PoseStyleSource& source = styles_[std::size_t(style.back())];
    const bool own = !source.speaker.empty() && random() % 2 == 0;
    const Speaker& speaker = speakers_[own ? numbers_.at(source.speaker) : pick(weights_)];
    const Head& head = speaker.heads[pick(speaker.lengths)];
    double tempo = uniform(kSlowest, kFastest);
    if (!own && !source.speaker.empty())
      tempo *= std::clamp(source.tempo / speaker.tempo, kLeastChange, kMostChange);
    const double begin =
        uniform(0, std::max(0.0, double(head.motion.size(0)) - 1 - tempo * double(kFrames - 1)));
    const at::Tensor path = play(head.motion, begin, tempo);
    motion.push_back(random() % 2 == 0 ? path : path * mirror);
    audio.push_back(play(head.embedding, begin, tempo));
  }
  return {at::stack(motion), at::stack(audio), at::tensor(style)};
}

at::Tensor PoseMaterial::voices() const {
  std::vector<at::Tensor> all;
  for (const Speaker& speaker : speakers_)
    for (const Head& head : speaker.heads)
      if (head.voice) all.push_back(head.embedding);
  return all.empty() ? at::zeros({0, 512}) : at::cat(all);
}

}  // namespace orator::learning
