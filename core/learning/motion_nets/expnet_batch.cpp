#include "core/learning/motion_nets/expnet_batch.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "core/face/expression_names.h"
#include "core/learning/clips/mel_augmentation.h"

namespace orator::learning {
namespace {

/// One minus the correlation along each sequence; sequences that hardly move do not count.
at::Tensor decorrelation(const at::Tensor& made, const at::Tensor& real, double spread) {
  const at::Tensor a = made - made.mean(1, true), b = real - real.mean(1, true);
  const at::Tensor power = b.square().mean(1);
  const at::Tensor r =
      (a * b).mean(1) / ((a.square().mean(1) + 0.01 * spread * spread) * power.clamp_min(1e-12)).sqrt();
  const at::Tensor weight = (power / (spread * spread)).clamp_max(1).sqrt();
  return ((1 - r) * weight).sum() / (weight.sum() + 1e-6);
}

}  // namespace

ExpNetSpread measureSpread(const std::vector<Clip>& clips, const LipGeometry& geometry) {
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

ExpNetBatch drawBatch(const ClipSampler& filmed, const ClipSampler* spoken, const ExpNetOptions& options,
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
    at::Tensor augmented = clip.mel.clone();
    augmented.slice(1, from, to)
        .copy_(augmentedMel(clip.mel.slice(1, from, to), options.augmentation, random));
    const float faster = options.augmentation.tempo;
    const double tempo = 1 + std::uniform_real_distribution<float>(-faster, faster)(random);
    mel.push_back(melWindows(augmented, {span.begin, span.end}, tempo)
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

ExpNetBatch moved(const ExpNetBatch& batch, at::Device device) {
  return {batch.mel.to(device),        batch.beta0.to(device),   batch.blink.to(device),
          batch.expression.to(device), batch.opening.to(device), batch.width.to(device)};
}

LipGeometry moved(LipGeometry geometry, at::Device device) {
  for (at::Tensor* tensor : {&geometry.opening, &geometry.width, &geometry.lipPoints})
    *tensor = tensor->to(device);
  return geometry;
}

ExpNetLosses measureLosses(const at::Tensor& made, const ExpNetBatch& batch, const LipGeometry& geometry,
                           const ExpNetSpread& spread) {
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
  ExpNetLosses losses;
  losses.total = lips + 0.5 * open + 0.25 * widthError.square().mean() + 0.3 * coefficients +
                 0.15 * velocity + 0.6 * correlation;
  losses.lips = lips.item<double>();
  losses.opening = open.item<double>();
  losses.correlation = correlation.item<double>();
  return losses;
}

}  // namespace orator::learning
