#include "core/render/facevid2vid/host/decoder.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/base/parallel.h"
#include "core/render/facevid2vid/spade.h"

namespace orator::render::facevid2vid::host {

namespace {

constexpr float kSlope = 0.2f;
constexpr Index kHidden = 128;  // channels of a SPADE norm's hidden map

/// gamma and beta as one convolution, or gamma alone.
Convolution modulation(const Spade& spade, bool withBeta) {
  const tensor::Conv& gamma = *spade.gamma;
  if (!withBeta) return {gamma.weight, gamma.bias, Method::winograd4};
  return {at::cat({gamma.weight, spade.beta->weight}), at::cat({gamma.bias, spade.beta->bias}),
          Method::winograd4};
}

Convolution folded(const SpectralConv& convolution) {
  return {convolution.normalisedWeight(), convolution.bias, Method::winograd4};
}

/// act(instanceNorm(x) * (1 + gamma) + beta) from the tiles of modulation(). x is smaller than the result by
/// 2^shift.
TileSink modulated(const Convolution& modulation, const Volume& x, const Statistics& statistics,
                   const Volume& out, float slope, int shift, bool withBeta) {
  const float *mean = statistics.mean.data_ptr<float>(), *scale = statistics.scale.data_ptr<float>();
  return [=, &k = kernels::kernels(), &modulation](const Tile& tile) {
    for (Index i = 0; i < tile.size && tile.y + i < out.height; ++i)
      for (Index j = 0; j < tile.size && tile.x + j < out.width; ++j) {
        const Index y = tile.y + i, column = tile.x + j, channels = out.channels;
        const float* gamma = tile.values + (i * tile.size + j) * modulation.outputs();
        k.modulate(gamma, withBeta ? gamma + channels : nullptr, modulation.bias(),
                   modulation.bias() + channels, x.at(0, y >> shift, column >> shift), mean, scale, slope,
                   channels, out.at(0, y, column));
      }
  };
}

}  // namespace

Statistics Statistics::of(const Volume& x) {
  // Parts of fixed length, added up in their order: the same numbers on any number of threads.
  constexpr Index kPart = 1024;
  const Index parts = (x.pixels() + kPart - 1) / kPart;
  const at::Tensor sums = at::zeros({parts, 2, x.channels}, at::kDouble);
  parallelFor(0, parts, 1, [&](Index begin, Index end) {
    for (Index part = begin; part < end; ++part) {
      double* ours = sums.data_ptr<double>() + part * 2 * x.channels;
      const Index first = part * kPart, count = std::min(kPart, x.pixels() - first);
      kernels::kernels().sums(x.at(first), count, x.channels, x.data, ours, ours + x.channels);
    }
  });
  // The sums are taken around the first pixel, which keeps the variance free of cancellation.
  const at::Tensor means = sums.sum(0) / double(x.pixels());
  const at::Tensor variance = (means[1] - means[0].square()).clamp_min(0);
  const at::Tensor first = at::from_blob(x.data, {x.channels}, at::kFloat);
  return {(means[0] + first).to(at::kFloat), (variance + 1e-5).rsqrt().to(at::kFloat)};
}

/// A block whose input and output have the same size and width.
struct Decoder::MiddleBlock {
  explicit MiddleBlock(const SpadeBlock& block)
      : modulation0(modulation(*block.norm0, true)),
        modulation1(modulation(*block.norm1, true)),
        conv0(folded(*block.conv0)),
        conv1(folded(*block.conv1)) {}
  Convolution modulation0, modulation1, conv0, conv1;
};

/// A block over the doubled picture with a learned shortcut.
struct Decoder::EnlargingBlock {
  EnlargingBlock(const SpadeBlock& block, int mapFactor, float lastSlope)
      : factor(mapFactor),
        slope(lastSlope),
        shared0(shared(*block.norm0)),
        shared1(shared(*block.norm1)),
        sharedShortcut(shared(*block.normShortcut)),
        modulation0(modulation(*block.norm0, true)),
        modulation1(modulation(*block.norm1, true)),
        modulationShortcut(modulation(*block.normShortcut, false)),
        conv0(folded(*block.conv0)),
        conv1(folded(*block.conv1)),
        projection(block.convShortcut->normalisedWeight(), {}),
        betaShortcut(shortcutBeta(block)) {}

  static Convolution shared(const Spade& spade) {
    return {spade.shared->weight, spade.shared->bias, Method::enlarged};
  }
  /// conv_s(normal * (1 + gamma) + beta) = conv_s(normal * (1 + gamma)) + (conv_s after mlp_beta)(hidden)
  static Convolution shortcutBeta(const SpadeBlock& block) {
    const at::Tensor outer = block.convShortcut->normalisedWeight().flatten(1).to(at::kDouble);
    const tensor::Conv& beta = *block.normShortcut->beta;
    const at::Tensor weight = outer.matmul(beta.weight.to(at::kDouble).flatten(1));
    return {weight.reshape({outer.size(0), kHidden, 3, 3}), outer.mv(beta.bias.to(at::kDouble)),
            Method::winograd4};
  }

  int factor;   ///< of the SPADE map to this block's size
  float slope;  ///< of what follows the block
  Convolution shared0, shared1, sharedShortcut;
  Convolution modulation0, modulation1, modulationShortcut;
  Convolution conv0, conv1;
  Projection projection;
  Convolution betaShortcut;
};

namespace {

/// The hidden maps of all blocks of one size, side by side: two norms a block.
Convolution jointShared(const SpadeDecoder& decoder) {
  std::vector<at::Tensor> weights, biases;
  for (const auto& block : decoder.middle)
    for (const auto& norm : {block->norm0, block->norm1}) {
      weights.push_back(norm->shared->weight);
      biases.push_back(norm->shared->bias);
    }
  return {at::cat(weights), at::cat(biases), Method::winograd4};
}

}  // namespace

Decoder::Decoder(const SpadeDecoder& decoder)
    : first_(decoder.first->weight, decoder.first->bias, Method::winograd4),
      image_(decoder.image->weight, decoder.image->bias, Method::winograd4),
      middleShared_(jointShared(decoder)) {
  for (const auto& block : decoder.middle) middle_.emplace_back(*block);
  enlarging_.emplace_back(*decoder.up0, 2, 1.0f);
  enlarging_.emplace_back(*decoder.up1, 4, kSlope);
}

Decoder::~Decoder() = default;

void Decoder::runMiddle(const MiddleBlock& block, const Volume& hidden, const Volume& x,
                        Workspace& workspace) {
  const Volume y = modulated_.volume(1, x.height, x.width, x.channels);
  const Volume z = between_.volume(1, x.height, x.width, x.channels);
  const Statistics before = Statistics::of(x);
  block.modulation0.run(hidden.slice(0, kHidden), workspace,
                        modulated(block.modulation0, x, before, y, kSlope, 0, true));
  block.conv0.run(y, workspace, written(block.conv0, z, 1.0f));
  const Statistics between = Statistics::of(z);
  block.modulation1.run(hidden.slice(kHidden, kHidden), workspace,
                        modulated(block.modulation1, z, between, y, kSlope, 0, true));
  block.conv1.run(y, workspace, written(block.conv1, x, 1.0f, x));
}

Volume Decoder::runEnlarging(const EnlargingBlock& block, const Volume& feature, const Volume& x,
                             Buffer& result, Workspace& workspace) {
  const Index height = 2 * x.height, width = 2 * x.width;
  const Volume hidden = hidden_.volume(1, height, width, kHidden);
  const Statistics before = Statistics::of(x);
  const auto makeHidden = [&](const Convolution& shared) {
    shared.run(feature, workspace, writtenEnlarged(shared, hidden, 0.0f, block.factor));
  };

  const Volume shortcut = shortcut_.volume(1, height, width, block.conv1.outputs());
  Volume y = modulated_.volume(1, height, width, x.channels);
  makeHidden(block.sharedShortcut);
  block.modulationShortcut.run(hidden, workspace,
                               modulated(block.modulationShortcut, x, before, y, 1.0f, 1, false));
  block.projection.run(y, shortcut);
  block.betaShortcut.run(hidden, workspace, written(block.betaShortcut, shortcut, 1.0f, shortcut));

  const Volume z = between_.volume(1, height, width, block.conv0.outputs());
  makeHidden(block.shared0);
  block.modulation0.run(hidden, workspace, modulated(block.modulation0, x, before, y, kSlope, 1, true));
  block.conv0.run(y, workspace, written(block.conv0, z, 1.0f));

  const Statistics between = Statistics::of(z);
  y = modulated_.volume(1, height, width, z.channels);
  makeHidden(block.shared1);
  block.modulation1.run(hidden, workspace, modulated(block.modulation1, z, between, y, kSlope, 0, true));
  const Volume out = result.volume(1, height, width, block.conv1.outputs());
  block.conv1.run(y, workspace, written(block.conv1, out, block.slope, shortcut));
  return out;
}

at::Tensor Decoder::run(const Volume& feature, Workspace& workspace) {
  Volume x = x_.volume(1, feature.height, feature.width, first_.outputs());
  first_.run(feature, workspace, written(first_, x, 1.0f));
  // hidden_ is free again when the enlarging blocks run.
  const Volume hidden = hidden_.volume(1, feature.height, feature.width, middleShared_.outputs());
  middleShared_.run(feature, workspace, written(middleShared_, hidden, 0.0f));
  for (std::size_t i = 0; i < middle_.size(); ++i)
    runMiddle(middle_[i], hidden.slice(Index(i) * 2 * kHidden, 2 * kHidden), x, workspace);

  x = runEnlarging(enlarging_[0], feature, x, up_, workspace);
  x = runEnlarging(enlarging_[1], feature, x, x_, workspace);
  const Volume rgb = rgb_.volume(1, x.height, x.width, image_.outputs());
  image_.run(x, workspace, written(image_, rgb, 1.0f));
  return at::from_blob(rgb.data, {x.height, x.width, rgb.channels}, at::kFloat)
      .slice(2, 0, 3)
      .sigmoid()
      .permute({2, 0, 1})
      .contiguous();
}

double Decoder::products(const Volume& feature) const {
  const auto sized = [&](int factor) {
    Volume volume = feature;
    volume.height *= factor;
    volume.width *= factor;
    return volume;
  };
  double sum = first_.products(feature) + image_.products(sized(4)) + middleShared_.products(feature);
  for (const MiddleBlock& block : middle_)
    for (const Convolution* one : {&block.modulation0, &block.modulation1, &block.conv0, &block.conv1})
      sum += one->products(feature);
  for (const EnlargingBlock& block : enlarging_) {
    for (const Convolution* one : {&block.shared0, &block.shared1, &block.sharedShortcut})
      sum += one->products(feature);
    for (const Convolution* one : {&block.modulation0, &block.modulation1, &block.modulationShortcut,
                                   &block.conv0, &block.conv1, &block.betaShortcut})
      sum += one->products(sized(block.factor));
    sum += block.projection.products(sized(block.factor));
  }
  return sum;
}

}  // namespace orator::render::facevid2vid::host
