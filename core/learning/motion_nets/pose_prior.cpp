#include "core/learning/motion_nets/pose_prior.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include "core/tensor/weight_store.h"

namespace orator::learning {
namespace {

using motion::sadtalker::joinedChunks;
using motion::sadtalker::kPoseChunk;
using motion::sadtalker::kPoseLatent;
using motion::sadtalker::kPoseStep;
using motion::sadtalker::kPoseStyles;
using motion::sadtalker::PoseDecoder;
using motion::sadtalker::PoseStyles;
using motion::sadtalker::PoseVae;

/// Symmetric power of a symmetric matrix without negative eigenvalues.
at::Tensor power(const at::Tensor& matrix, double exponent) {
  const auto [values, vectors] = at::linalg_eigh(matrix);
  return (vectors * values.clamp_min(1e-6).pow(exponent)).matmul(vectors.t());
}

}  // namespace

void settlePrior(PoseVae& net, PoseStyles& styles, const PoseMaterial& material, std::uint64_t seed) {
  constexpr int kBatches = 48, kBatch = 64;
  constexpr double kMostCarried = 0.98;  // people's chunks are not exactly stationary
  const c10::NoGradGuard guard;
  std::mt19937_64 random(seed);
  std::vector<at::Tensor> before, after, variance;
  for (int i = 0; i < kBatches; ++i) {
    const auto batch = material.draw(kBatch, random);
    const at::Tensor reference = at::zeros({kBatch, 6});
    const auto encode = [&](std::int64_t begin) {
      return net.encoder->forward(batch.motion.slice(1, begin, begin + kPoseChunk), reference,
                                  batch.audio.slice(1, begin, begin + kPoseChunk), batch.style);
    };
    const auto first = encode(0), second = encode(kPoseStep);
    before.push_back(first.mean), after.push_back(second.mean);
    variance.push_back(first.logVariance.exp()), variance.push_back(second.logVariance.exp());
  }
  const at::Tensor x = at::cat(before), y = at::cat(after), all = at::cat({x, y});
  const at::Tensor mean = all.mean(0);
  const auto covariance = [&](const at::Tensor& a, const at::Tensor& b) {
    return (a - mean).t().matmul(b - mean) / double(a.size(0));
  };
  const at::Tensor spread = covariance(all, all) + at::diag(at::cat(variance).mean(0));
  const at::Tensor stretch = power(spread, 0.5), whiten = power(spread, -0.5);

  auto state = tensor::namedState(*net.decoder);
  at::Tensor latent = state.at("MLP.L0.weight").slice(1, 6, 6 + kPoseLatent);
  state.at("MLP.L0.bias").add_(latent.mv(mean));
  latent.copy_(latent.matmul(stretch));
  net.decoder->styleBias.copy_(net.decoder->styleBias.matmul(whiten));

  const auto [u, size, v] = at::linalg_svd(whiten.matmul(covariance(y, x)).matmul(whiten), false);
  styles.carry.copy_((u * size.clamp_max(kMostCarried)).matmul(v));
  styles.fresh.copy_(power(at::eye(kPoseLatent) - styles.carry.matmul(styles.carry.t()), 0.5));
}

void settleStyles(const PoseDecoder& decoder, PoseStyles& styles, const PoseMaterial& material,
                  std::uint64_t seed) {
  constexpr std::int64_t kFrames = 1500, kEnds = 25;  // where the motion comes from the portrait's pose
  const c10::NoGradGuard guard;
  const at::Tensor voices = material.voices();
  const at::Tensor sound =
      voices.size(0) > 0
          ? decoder.voiceFeatures(voices.index_select(0, at::arange(kFrames, at::kLong) % voices.size(0)))
          : at::zeros({kFrames, 6});
  styles.lean.zero_();
  styles.extent.fill_(1);
  at::Tensor lean = at::zeros({kPoseStyles, 6}), extent = at::zeros({kPoseStyles, 6});
  at::manual_seed(seed);
  for (std::int64_t style = 0; style < kPoseStyles; ++style) {
    at::Tensor shares = at::zeros({kPoseStyles});
    shares[style] = 1;
    const at::Tensor motion =
        joinedPose(decoder, styles, sound, at::randn({joinedChunks(kFrames), kPoseLatent}), shares)
            .slice(0, kEnds, kFrames - kEnds);
    const PoseStyleSource& source = material.styles()[std::size_t(style)];
    for (std::int64_t k = 0; k < 6; ++k) {
      extent[style][k] = source.extent[std::size_t(k)] / motion.select(1, k).std().item<double>();
      lean[style][k] = (k < 3 ? source.leanRadians[std::size_t(k)] : 0.f) -
                       (extent[style][k] * motion.select(1, k).mean()).item<double>();
    }
  }
  styles.lean.copy_(lean);
  styles.extent.copy_(extent);
}

}  // namespace orator::learning
