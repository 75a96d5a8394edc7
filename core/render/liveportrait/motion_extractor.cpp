#include "core/render/liveportrait/motion_extractor.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::render::liveportrait {

using tensor::Conv;
using tensor::Linear;
using tensor::make;

namespace {
constexpr std::int64_t kWidths[] = {96, 192, 384, 768};
constexpr int kBlocks[] = {3, 3, 9, 3};
constexpr std::int64_t kBins = 66;
}  // namespace

MotionExtractor::LayerNorm MotionExtractor::layerNorm(const std::string& name, std::int64_t channels) {
  auto module = std::make_shared<torch::nn::Module>();
  LayerNorm made{module->register_parameter("weight", at::ones({channels})),
                 module->register_parameter("bias", at::zeros({channels}))};
  tensor::addAt(*this, "detector." + name, module);
  return made;
}

MotionExtractor::Block MotionExtractor::block(const std::string& name, std::int64_t channels) {
  Block made;
  auto depthwise = std::make_shared<torch::nn::Module>();
  made.depthwiseWeight = depthwise->register_parameter("weight", at::zeros({channels, 1, 7, 7}));
  made.depthwiseBias = depthwise->register_parameter("bias", at::zeros({channels}));
  tensor::addAt(*this, "detector." + name + ".dwconv", depthwise);
  made.norm = layerNorm(name + ".norm", channels);
  auto response = std::make_shared<torch::nn::Module>();
  made.gamma = response->register_parameter("gamma", at::zeros({1, 1, 1, 4 * channels}));
  made.beta = response->register_parameter("beta", at::zeros({1, 1, 1, 4 * channels}));
  tensor::addAt(*this, "detector." + name + ".grn", response);
  made.widen = make<Linear>(*this, "detector." + name + ".pwconv1", channels, 4 * channels);
  made.narrow = make<Linear>(*this, "detector." + name + ".pwconv2", 4 * channels, channels);
  return made;
}

std::shared_ptr<Linear> MotionExtractor::head(const std::string& name, std::int64_t out) {
  return make<Linear>(*this, "detector.fc_" + name, kWidths[3], out);
}

MotionExtractor::MotionExtractor()
    : points_(head("kp", 3 * kPoints)),
      scale_(head("scale", 1)),
      pitch_(head("pitch", kBins)),
      yaw_(head("yaw", kBins)),
      roll_(head("roll", kBins)),
      translation_(head("t", 3)),
      expression_(head("exp", 3 * kPoints)) {
  norm_ = layerNorm("norm", kWidths[3]);
  for (int stage = 0; stage < 4; ++stage) {
    const std::int64_t in = stage == 0 ? 3 : kWidths[stage - 1], kernel = stage == 0 ? 4 : 2;
    const std::string name = "downsample_layers." + std::to_string(stage) + ".";
    // The first reduces and then normalises, the others the other way round.
    reduceNorm_.push_back(layerNorm(name + (stage == 0 ? "1" : "0"), stage == 0 ? kWidths[0] : in));
    reduce_.push_back(make<Conv>(*this, "detector." + name + (stage == 0 ? "0" : "1"), in, kWidths[stage],
                                 tensor::ConvShape{{kernel, kernel}, {kernel, kernel}, {}, {}}));
    auto& blocks = stages_.emplace_back();
    for (int b = 0; b < kBlocks[stage]; ++b)
      blocks.push_back(block("stages." + std::to_string(stage) + "." + std::to_string(b), kWidths[stage]));
  }
}

at::Tensor MotionExtractor::LayerNorm::overLast(const at::Tensor& x) const {
  return at::layer_norm(x, {x.size(-1)}, weight, bias, 1e-6);
}

at::Tensor MotionExtractor::LayerNorm::overChannels(const at::Tensor& x) const {
  return overLast(x.permute({0, 2, 3, 1})).permute({0, 3, 1, 2}).contiguous();
}

at::Tensor MotionExtractor::Block::forward(const at::Tensor& x) const {
  at::Tensor y = at::conv2d(x, depthwiseWeight, depthwiseBias, 1, 3, 1, x.size(1));
  y = at::gelu(widen->forward(norm.overLast(y.permute({0, 2, 3, 1}))));
  const at::Tensor response = y.norm(2, {1, 2}, true);
  const at::Tensor share = response / (response.mean(-1, true) + 1e-6);
  y = narrow->forward(gamma * (y * share) + beta + y);
  return x + y.permute({0, 3, 1, 2});
}

FaceMotion MotionExtractor::forward(const at::Tensor& image) const {
  tensor::expectShape("face", image, {"B", 3, "S", "S"});
  at::Tensor x = image;
  for (std::size_t stage = 0; stage < stages_.size(); ++stage) {
    x = stage == 0 ? reduceNorm_[0].overChannels(reduce_[0]->forward(x))
                   : reduce_[stage]->forward(reduceNorm_[stage].overChannels(x));
    for (const Block& block : stages_[stage]) x = block.forward(x);
  }
  x = norm_.overLast(x.mean({2, 3}));
  const auto asPoints = [](const at::Tensor& numbers) { return numbers.reshape({-1, kPoints, 3}); };
  FaceMotion motion;
  motion.canonical = asPoints(points_->forward(x));
  motion.expression = asPoints(expression_->forward(x));
  motion.translation = translation_->forward(x);
  motion.scale = scale_->forward(x);
  motion.pitch = pitch_->forward(x);
  motion.yaw = yaw_->forward(x);
  motion.roll = roll_->forward(x);
  return motion;
}

}  // namespace orator::render::liveportrait
