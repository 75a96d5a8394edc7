#include "core/learning/motion_nets/pose_start.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <cmath>
#include <map>

#include "core/tensor/weight_store.h"

namespace orator::learning {
namespace {

using motion::sadtalker::kPoseChunk;
using motion::sadtalker::kPoseLatent;
using motion::sadtalker::PoseVae;
using State = std::map<std::string, at::Tensor>;

// Motion of unit variance passes the two sigmoids of the decoder in their middle: four deviations reach 0.27
// and 0.73.
constexpr double kInto = 0.25, kBetween = 4, kOut = 16;
constexpr std::int64_t kHidden = 128, kComponents = 52;  // two hidden units each; the others are the voice's

/// He's rule, small where a layer only adds to the linear path.
void initialise(PoseVae& net, std::uint64_t seed) {
  at::manual_seed(seed);
  for (auto& item : net.named_parameters()) {
    const std::string& name = item.key();
    at::Tensor& p = item.value();
    if (p.dim() < 2 || name.starts_with("audio_encoder.")) continue;
    p.normal_(0, std::sqrt(2.0 * double(p.size(0)) / double(p.numel())));
    if (name.ends_with("linear_audio.weight")) p.mul_(0.3);
    if (name.ends_with("classbias")) p.normal_(0, 0.05);
  }
}

/// The U-net gives back sigmoid(gain * (x - offset)).
void passThrough(const State& state, const std::string& net, double offset, double gain) {
  const auto at = [&](const std::string& name) { return state.at(net + "resunet." + name); };
  constexpr std::int64_t kShallow = 64;  // channels of the last upsampling, before those of the input
  at("input_skip.0.weight")[0].zero_()[0][1][1].fill_(1);
  at("input_skip.0.bias")[0].fill_(-offset);
  at("input_layer.3.weight")[0].zero_();
  at("up_residual_conv3.conv_skip.0.weight")[0].zero_()[kShallow][1][1].fill_(1);
  at("up_residual_conv3.conv_block.5.weight")[0].zero_();
  at("up_residual_conv3.conv_skip.1.running_mean")[0].zero_();
  at("up_residual_conv3.conv_skip.1.running_var")[0].fill_(1 - 1e-5);
  at("output_layer.0.weight").zero_()[0][0].fill_(gain);
}

}  // namespace

void startFromPrincipalComponents(PoseVae& net, const PoseMaterial& material, double noise,
                                  std::uint64_t seed) {
  constexpr int kStretches = 4000, kBatches = 40, kBatch = 16;
  const c10::NoGradGuard guard;
  initialise(net, seed);
  std::mt19937_64 random(seed);
  const at::Tensor drawn = material.draw(kStretches, random).motion.slice(1, 0, kPoseChunk).flatten(1);
  const auto [values, vectors] = at::linalg_eigh(drawn.t().matmul(drawn) / double(kStretches));
  const at::Tensor size = values.flip(0).slice(0, 0, kComponents).clamp_min(1.02 * noise);
  const at::Tensor direction = vectors.flip(1).slice(1, 0, kComponents).t();  // [K, 192]

  const State state = tensor::namedState(net);
  const std::string decoder = "netG.decoder.", encoder = "netG.encoder.";
  const at::Tensor make = direction * at::sqrt(size - noise).unsqueeze(1) * kInto;
  const at::Tensor read = direction * (at::sqrt(size - noise) / size * kOut).unsqueeze(1);
  constexpr std::int64_t kPose = 6 * kPoseChunk;
  for (std::int64_t k = 0; k < kComponents; ++k)
    for (const int sign : {1, -1}) {
      const std::int64_t unit = 2 * k + (sign < 0);
      state.at(decoder + "MLP.L0.weight")[unit].zero_()[6 + k].fill_(sign);
      state.at(decoder + "MLP.L1.weight").select(1, unit).copy_(sign * make[k]);
      at::Tensor row = state.at(encoder + "MLP.L0.weight")[unit].zero_();
      row.slice(0, 6, 6 + kPose).copy_(sign * read[k]);
      state.at(encoder + "MLP.L0.bias")[unit].fill_(-0.5 * sign * read[k].sum().item<double>());
    }
  at::Tensor means = state.at(encoder + "linear_means.weight").zero_();
  for (std::int64_t k = 0; k < kComponents; ++k) means[k][2 * k].fill_(1), means[k][2 * k + 1].fill_(-1);
  state.at(decoder + "MLP.L1.weight").slice(1, 2 * kComponents, kHidden).zero_();
  state.at(encoder + "linear_logvar.weight").zero_();
  state.at(encoder + "linear_logvar.bias").slice(0, 0, kComponents).copy_(at::log(noise / size));
  state.at(decoder + "pose_linear.weight").copy_(kOut * at::eye(6));
  state.at(decoder + "pose_linear.bias").fill_(-kOut / 2);

  net.train();
  for (int i = 0; i < kBatches; ++i) {
    const auto batch = material.draw(kBatch, random);
    const at::Tensor sound = batch.audio.slice(1, 0, kPoseChunk), reference = at::zeros({kBatch, 6});
    net.encoder->forward(batch.motion.slice(1, 0, kPoseChunk), reference, sound, batch.style);
    net.decoder->forward(sound, reference, at::randn({kBatch, kPoseLatent}));
  }
  passThrough(state, decoder, 0.5, kBetween);
  passThrough(state, encoder, 0, kInto);
}

}  // namespace orator::learning
