#include "core/render/facevid2vid/device/device_generator.h"

#include <ATen/ATen.h>

#include "core/render/facevid2vid/generator.h"

namespace orator::render::facevid2vid {

namespace {

constexpr std::int64_t kHidden = 128;
constexpr double kSlope = 0.2;

/// Instance norm without parameters, its statistics in float32.
at::Tensor normalised(const at::Tensor& x) {
  const at::Tensor wide = x.to(at::kFloat);
  const auto [variance, mean] = at::var_mean(wide, at::IntArrayRef({2, 3}), false, true);
  return ((wide - mean) * (variance + 1e-5).rsqrt()).to(x.scalar_type());
}

at::Tensor heat(const at::Tensor& keyPoints, const at::Tensor& grid) {
  const at::Tensor distance = grid - keyPoints.reshape({-1, kKeyPoints, 1, 1, 1, 3});
  return at::exp(distance.square().sum(-1) / -0.02);
}

}  // namespace

at::Tensor DeviceGenerator::Layer::operator()(const at::Tensor& x) const {
  const std::vector<std::int64_t> ones(std::size_t(x.dim() - 2), 1), none(ones.size(), 0);
  const std::vector<std::int64_t> paddings(ones.size(), padding);
  return at::convolution(x, weight, bias.defined() ? c10::optional<at::Tensor>(bias) : c10::nullopt, ones,
                         paddings, ones, false, none, 1);
}

at::Tensor DeviceGenerator::EnlargedLayer::operator()(const at::Tensor& x, std::int64_t factor) const {
  const std::int64_t batch = x.size(0), h = x.size(2), w = x.size(3), out = bias.size(0);
  const at::Tensor padded = at::constant_pad_nd(x, {1, 1, 1, 1});
  // A pixel before the middle sees its left neighbour and itself, one in the middle itself, one behind itself
  // and the right neighbour.
  const auto seen = [](const at::Tensor& t, std::int64_t axis, int place, std::int64_t size) {
    return place == 0 ? t.slice(axis, 0, size + 1) : t.slice(axis, 1, place == 1 ? size + 1 : size + 2);
  };
  const at::Tensor result = at::empty({batch, out, h, factor, w, factor}, x.options());
  const auto place = [&](std::int64_t phase) { return phase == 0 ? 0 : phase == factor - 1 ? 2 : 1; };
  at::Tensor made[3][3];
  for (std::int64_t i = 0; i < factor; ++i)
    for (std::int64_t j = 0; j < factor; ++j) {
      at::Tensor& part = made[place(i)][place(j)];
      if (!part.defined())
        part =
            at::conv2d(seen(seen(padded, 2, place(i), h), 3, place(j), w), parts[place(i)][place(j)], bias);
      result.select(5, j).select(3, i).copy_(part);
    }
  return result.reshape({batch, out, h * factor, w * factor});
}

DeviceGenerator::Layer DeviceGenerator::layer(const at::Tensor& weight, const at::Tensor& bias,
                                              std::int64_t padding) const {
  const at::TensorOptions options = at::TensorOptions().device(device_).dtype(type_);
  return {weight.detach().to(options).contiguous(), bias.defined() ? bias.detach().to(options) : bias,
          padding};
}

DeviceGenerator::EnlargedLayer DeviceGenerator::enlarged(const Spade& spade) const {
  const at::Tensor weight = spade.shared->weight.detach().to(at::kDouble);
  const auto summed = [](const at::Tensor& w, std::int64_t axis, int place) {
    const auto taps = [&](std::int64_t begin, std::int64_t end) {
      return w.slice(axis, begin, end).sum(axis, true);
    };
    if (place == 0) return at::cat({taps(0, 1), taps(1, 3)}, axis);
    return place == 1 ? taps(0, 3) : at::cat({taps(0, 2), taps(2, 3)}, axis);
  };
  EnlargedLayer made;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) made.parts[i][j] = layer(summed(summed(weight, 2, i), 3, j), {}, 0).weight;
  made.bias = layer(spade.shared->weight, spade.shared->bias, 0).bias;
  return made;
}

DeviceGenerator::Block DeviceGenerator::block(const SpadeBlock& from) const {
  const auto joint = [&](const Spade& spade) {
    return Norm{layer(at::cat({spade.gamma->weight, spade.beta->weight}),
                      at::cat({spade.gamma->bias, spade.beta->bias}), 1)};
  };
  Block made;
  made.norm0 = joint(*from.norm0);
  made.norm1 = joint(*from.norm1);
  made.conv0 = layer(from.conv0->normalisedWeight(), from.conv0->bias, 1);
  made.conv1 = layer(from.conv1->normalisedWeight(), from.conv1->bias, 1);
  if (!from.convShortcut) return made;
  for (const auto& norm : {from.norm0, from.norm1, from.normShortcut}) made.shared.push_back(enlarged(*norm));
  made.normShortcut = {layer(from.normShortcut->gamma->weight, from.normShortcut->gamma->bias, 1), false};
  const at::Tensor outer = from.convShortcut->normalisedWeight();
  made.projection = layer(outer, {}, 0);
  // The shortcut has no activation: its beta passes through the 1x1 convolution here, once.
  const at::Tensor matrix = outer.flatten(1).to(at::kDouble);
  const tensor::Conv& beta = *from.normShortcut->beta;
  made.betaShortcut =
      layer(matrix.matmul(beta.weight.flatten(1).to(at::kDouble)).reshape({-1, kHidden, 3, 3}),
            matrix.mv(beta.bias.to(at::kDouble)), 1);
  return made;
}

DeviceGenerator::DeviceGenerator(const Generator& generator, at::Device device, at::ScalarType type)
    : device_(device), type_(type) {
  const auto folded = [&](const ConvNorm& from) {
    const auto [weight, bias] = from.folded();
    return layer(weight, bias, weight.size(2) / 2);
  };
  const DenseMotionNetwork& motion = *generator.denseMotion;
  for (const ConvNorm& from : motion.down) down_.push_back(folded(from));
  for (const ConvNorm& from : motion.up) up_.push_back(folded(from));
  last_ = folded(motion.last);
  compress_ = folded(motion.compress);
  mask_ = layer(motion.mask->weight, motion.mask->bias, 3);
  occlusion_ = layer(motion.occlusion->weight, motion.occlusion->bias, 3);
  third_ = folded(generator.third);
  fourth_ = layer(generator.fourth->weight, generator.fourth->bias, 0);
  const SpadeDecoder& decoder = *generator.decoder;
  first_ = layer(decoder.first->weight, decoder.first->bias, 1);
  image_ = layer(decoder.image->weight, decoder.image->bias, 1);
  std::vector<at::Tensor> weights, biases;
  for (const auto& from : decoder.middle) {
    middle_.push_back(block(*from));
    for (const auto& norm : {from->norm0, from->norm1}) {
      weights.push_back(norm->shared->weight);
      biases.push_back(norm->shared->bias);
    }
  }
  shared_ = layer(at::cat(weights), at::cat(biases), 1);
  up0_ = block(*decoder.up0);
  up1_ = block(*decoder.up1);
}

void DeviceGenerator::prepare(const at::Tensor& feature, const at::Tensor& source) {
  feature_ = feature.to(device_).to(at::kFloat);
  compressed_ = at::relu(compress_(feature_.to(type_))).to(at::kFloat);
  source_ = source.to(device_).to(at::kFloat);
  grid_ = coordinateGrid(kDepth, feature.size(3), feature.size(4), feature_.options());
  sourceHeat_ = heat(source_, grid_);
}

DeviceGenerator::Motion DeviceGenerator::motion(const at::Tensor& driving) const {
  const std::int64_t batch = driving.size(0), h = grid_.size(1), w = grid_.size(2);
  const at::Tensor shift = (source_ - driving).reshape({batch, kKeyPoints, 1, 1, 1, 3});
  const at::Tensor motions = at::cat({grid_.expand({batch, 1, kDepth, h, w, 3}), grid_ + shift}, 1);
  const at::Tensor copies = compressed_.expand({batch * kMotions, 4, kDepth, h, w});
  const at::Tensor moved = at::grid_sampler_3d(copies, motions.reshape({-1, kDepth, h, w, 3}), 0, 0, false)
                               .reshape({batch, kMotions, 4, kDepth, h, w});
  const at::Tensor difference = heat(driving, grid_) - sourceHeat_;
  const at::Tensor none = at::zeros({batch, 1, kDepth, h, w}, difference.options());
  const at::Tensor input = at::cat({at::cat({none, difference}, 1).unsqueeze(2), moved}, 2);

  std::vector<at::Tensor> levels{input.reshape({batch, kMotions * 5, kDepth, h, w}).to(type_)};
  for (const Layer& down : down_) levels.push_back(at::avg_pool3d(at::relu(down(levels.back())), {1, 2, 2}));
  at::Tensor x = levels.back();
  for (std::size_t i = 0; i < up_.size(); ++i) {
    x = at::relu(up_[i](at::upsample_nearest3d(x, at::IntArrayRef({kDepth, 2 * x.size(3), 2 * x.size(4)}))));
    x = at::cat({x, levels[levels.size() - 2 - i]}, 1);
  }
  x = at::relu(last_(x));
  at::Tensor share = at::softmax(mask_(x).to(at::kFloat), 1);
  share = at::where(share < 1e-3, at::zeros_like(share), share);
  return {(motions * share.unsqueeze(-1)).sum(1),
          at::sigmoid(occlusion_(x.reshape({batch, -1, h, w})).to(at::kFloat))};
}

at::Tensor DeviceGenerator::modulated(const Norm& norm, const at::Tensor& normal,
                                      const at::Tensor& hidden) const {
  const at::Tensor both = norm.modulation(hidden);
  if (!norm.beta) return normal * (both + 1);
  const auto halves = both.chunk(2, 1);
  return at::leaky_relu(at::addcmul(normal + halves[1], normal, halves[0]), kSlope);
}

at::Tensor DeviceGenerator::enlarge(const Block& block, const at::Tensor& x, const at::Tensor& map,
                                    std::int64_t factor) const {
  const at::Tensor normal = doubled(normalised(x));  // a doubled picture has the statistics of the small one
  const at::Tensor hiddenShortcut = at::relu(block.shared[2](map, factor));
  const at::Tensor shortcut = block.projection(modulated(block.normShortcut, normal, hiddenShortcut)) +
                              block.betaShortcut(hiddenShortcut);
  at::Tensor y = block.conv0(modulated(block.norm0, normal, at::relu(block.shared[0](map, factor))));
  y = block.conv1(modulated(block.norm1, normalised(y), at::relu(block.shared[1](map, factor))));
  return shortcut + y;
}

at::Tensor DeviceGenerator::render(const at::Tensor& driving) {
  const std::int64_t batch = driving.size(0), h = grid_.size(1), w = grid_.size(2);
  const Motion moved = motion(driving.to(device_).to(at::kFloat));
  const at::Tensor warped =
      at::grid_sampler_3d(feature_.expand({batch, -1, -1, -1, -1}), moved.deformation, 0, 0, false);
  const at::Tensor map = fourth_(at::leaky_relu(third_(warped.reshape({batch, 512, h, w}).to(type_)), 0.01)) *
                         moved.occlusion.to(type_);

  at::Tensor x = first_(map);
  const auto hidden = at::relu(shared_(map)).chunk(std::int64_t(2 * middle_.size()), 1);
  for (std::size_t i = 0; i < middle_.size(); ++i) {
    const Block& block = middle_[i];
    const at::Tensor y = block.conv0(modulated(block.norm0, normalised(x), hidden[2 * i]));
    x = x + block.conv1(modulated(block.norm1, normalised(y), hidden[2 * i + 1]));
  }
  x = enlarge(up0_, x, map, 2);
  x = enlarge(up1_, x, map, 4);
  return at::sigmoid(image_(at::leaky_relu(x, kSlope)).to(at::kFloat));
}

}  // namespace orator::render::facevid2vid
