#include "core/render/restore/gfpgan.h"

#include <ATen/ATen.h>

#include <cmath>

#include "core/tensor/shape.h"

namespace orator::render::restore {

using tensor::Conv;
using tensor::Linear;
using tensor::make;

namespace {

constexpr std::size_t kLevels = 7;  // of sizes 8, 16, ..., 512
constexpr std::int64_t kStyles = 16, kStyleWidth = 512;
/// Widths by size, 4, 8, ..., 512.
constexpr std::int64_t kReaderWidth[] = {256, 256, 256, 256, 256, 128, 64, 32};
constexpr std::int64_t kDecoderWidth[] = {512, 512, 512, 512, 512, 256, 128, 64};

at::Tensor leaky(const at::Tensor& x) {
  return at::leaky_relu(x, 0.2);
}

at::Tensor doubledSmoothly(const at::Tensor& x) {
  return at::upsample_bilinear2d(x, at::IntArrayRef({2 * x.size(2), 2 * x.size(3)}), false);
}

at::Tensor halvedSmoothly(const at::Tensor& x) {
  return at::upsample_bilinear2d(x, at::IntArrayRef({x.size(2) / 2, x.size(3) / 2}), false);
}

tensor::ConvShape plain() {
  tensor::ConvShape shape = tensor::same2d(1);
  shape.bias = false;
  return shape;
}

}  // namespace

/// What the U-Net has seen.
struct Gfpgan::Read {
  at::Tensor styles;                 ///< [B, 16, 512]
  std::vector<at::Tensor> features;  ///< of the sizes 8, 16, ...
};

Gfpgan::Residual Gfpgan::residual(const std::string& name, std::int64_t in, std::int64_t out) {
  return {make<Conv>(*this, name + ".conv1", in, in, tensor::same2d(3)),
          make<Conv>(*this, name + ".conv2", in, out, tensor::same2d(3)),
          make<Conv>(*this, name + ".skip", in, out, plain())};
}

Gfpgan::Condition Gfpgan::condition(const std::string& name, std::int64_t channels) {
  return {make<Conv>(*this, name + ".0", channels, channels, tensor::same2d(3)),
          make<Conv>(*this, name + ".2", channels, channels, tensor::same2d(3))};
}

Gfpgan::Modulated Gfpgan::modulated(const std::string& name, std::int64_t in, std::int64_t out,
                                    std::int64_t kernel) {
  auto module = std::make_shared<torch::nn::Module>();
  Modulated made;
  made.weight = module->register_parameter("weight", at::zeros({1, out, in, kernel, kernel}));
  made.modulation = make<Linear>(*module, "modulation", kStyleWidth, in);
  tensor::addAt(*this, name, module);
  return made;
}

Gfpgan::StyleConv Gfpgan::styleConv(const std::string& name, std::int64_t in, std::int64_t out, int noise,
                                    std::int64_t side) {
  auto module = std::make_shared<torch::nn::Module>();
  StyleConv made;
  made.strength = module->register_parameter("weight", at::zeros({1}));
  made.bias = module->register_parameter("bias", at::zeros({1, out, 1, 1}));
  tensor::addAt(*this, name, module);
  made.conv = modulated(name + ".modulated_conv", in, out, 3);
  made.noise = noises_->register_buffer("noise" + std::to_string(noise), at::zeros({1, 1, side, side}));
  return made;
}

Gfpgan::ToRgb Gfpgan::toRgb(const std::string& name, std::int64_t in) {
  auto module = std::make_shared<torch::nn::Module>();
  ToRgb made;
  made.bias = module->register_parameter("bias", at::zeros({1, 3, 1, 1}));
  tensor::addAt(*this, name, module);
  made.conv = modulated(name + ".modulated_conv", in, 3, 1);
  return made;
}

Gfpgan::Gfpgan()
    : first_(make<Conv>(*this, "conv_body_first", 3, kReaderWidth[kLevels], tensor::same2d(1))),
      final_(make<Conv>(*this, "final_conv", 256, 256, tensor::same2d(3))),
      style_(make<Linear>(*this, "final_linear", 256 * 4 * 4, kStyles * kStyleWidth)) {
  for (std::size_t i = 0; i < kLevels; ++i) {
    const std::string n = std::to_string(i);
    down_.push_back(
        residual("conv_body_down." + n, kReaderWidth[kLevels - i], kReaderWidth[kLevels - 1 - i]));
    up_.push_back(residual("conv_body_up." + n, kReaderWidth[i], kReaderWidth[i + 1]));
    scale_.push_back(condition("condition_scale." + n, kReaderWidth[i + 1]));
    shift_.push_back(condition("condition_shift." + n, kReaderWidth[i + 1]));
    unetRgb_.push_back(make<Conv>(*this, "toRGB." + n, kReaderWidth[i + 1], 3, tensor::same2d(1)));
  }
  // The mapping network is in the file, and never run: styles come from the face.
  const std::string decoder = "stylegan_decoder.";
  for (int i = 1; i <= 15; i += 2)
    make<Linear>(*this, decoder + "style_mlp." + std::to_string(i), kStyleWidth, kStyleWidth);
  auto constant = std::make_shared<torch::nn::Module>();
  constant_ = constant->register_parameter("weight", at::zeros({1, kStyleWidth, 4, 4}));
  tensor::addAt(*this, decoder + "constant_input", constant);
  noises_ = make<torch::nn::Module>(*this, decoder + "noises");
  styleConvs_.push_back(styleConv(decoder + "style_conv1", kDecoderWidth[0], kDecoderWidth[0], 0, 4));
  toRgbs_.push_back(toRgb(decoder + "to_rgb1", kDecoderWidth[0]));
  for (std::size_t l = 0; l < kLevels; ++l) {
    const std::int64_t in = kDecoderWidth[l], out = kDecoderWidth[l + 1], side = std::int64_t(8) << l;
    for (std::size_t half = 0; half < 2; ++half)
      styleConvs_.push_back(styleConv(decoder + "style_convs." + std::to_string(2 * l + half),
                                      half == 0 ? in : out, out, int(1 + 2 * l + half), side));
    toRgbs_.push_back(toRgb(decoder + "to_rgbs." + std::to_string(l), out));
  }
}

at::Tensor Gfpgan::Residual::forward(const at::Tensor& x, bool up) const {
  const auto resized = [up](const at::Tensor& t) { return up ? doubledSmoothly(t) : halvedSmoothly(t); };
  const at::Tensor y = leaky(second->forward(resized(leaky(first->forward(x)))));
  return y + skip->forward(resized(x));
}

at::Tensor Gfpgan::Condition::forward(const at::Tensor& x) const {
  return second->forward(leaky(first->forward(x)));
}

at::Tensor Gfpgan::Modulated::forward(const at::Tensor& x, const at::Tensor& style, bool demodulate) const {
  const std::int64_t batch = x.size(0), in = weight.size(2), out = weight.size(1), kernel = weight.size(3);
  const at::Tensor factor = modulation->forward(style).reshape({batch, 1, in, 1, 1});
  at::Tensor own = weight * factor;
  if (demodulate) own = own * at::rsqrt(own.square().sum({2, 3, 4}, true) + 1e-8);
  // One group for each picture of the batch, whose filters are its own.
  const at::Tensor y =
      at::conv2d(x.reshape({1, batch * in, x.size(2), x.size(3)}),
                 own.reshape({batch * out, in, kernel, kernel}), {}, 1, kernel / 2, 1, batch);
  return y.reshape({batch, out, y.size(2), y.size(3)});
}

at::Tensor Gfpgan::StyleConv::forward(const at::Tensor& x, const at::Tensor& style, bool up) const {
  at::Tensor y = conv.forward(up ? doubledSmoothly(x) : x, style, true) * std::sqrt(2.0);
  y = y + strength * noise;
  return leaky(y + bias);
}

at::Tensor Gfpgan::ToRgb::forward(const at::Tensor& x, const at::Tensor& style) const {
  return conv.forward(x, style, false) + bias;
}

Gfpgan::Read Gfpgan::read(const at::Tensor& face, std::size_t levels) const {
  tensor::expectShape("face", face, {"B", 3, kFaceSide, kFaceSide});
  std::vector<at::Tensor> kept;
  at::Tensor x = leaky(first_->forward(face));
  for (const Residual& block : down_) kept.push_back(x = block.forward(x, false));
  x = leaky(final_->forward(x));
  Read seen;
  seen.styles = style_->forward(x.flatten(1)).reshape({x.size(0), kStyles, kStyleWidth});
  for (std::size_t i = 0; i < levels; ++i) {
    x = up_[i].forward(x + kept[kLevels - 1 - i], true);
    seen.features.push_back(x);
  }
  return seen;
}

at::Tensor Gfpgan::smallestPicture(const at::Tensor& face) const {
  return unetRgb_[0]->forward(read(face, 1).features[0]);
}

at::Tensor Gfpgan::forward(const at::Tensor& face, GfpganTrace* trace) const {
  const Read seen = read(face, kLevels);
  const auto style = [&](std::size_t i) { return seen.styles.select(1, std::int64_t(i)); };
  const std::int64_t batch = face.size(0);
  at::Tensor x = styleConvs_[0].forward(constant_.expand({batch, -1, -1, -1}), style(0), false);
  at::Tensor rgb = toRgbs_[0].forward(x, style(1));
  if (trace) *trace = {.styleCode = seen.styles, .scale = {}, .shift = {}, .rgb = {}};
  for (std::size_t l = 0; l < kLevels; ++l) {
    const at::Tensor scale = scale_[l].forward(seen.features[l]), shift = shift_[l].forward(seen.features[l]);
    x = styleConvs_[1 + 2 * l].forward(x, style(1 + 2 * l), true);
    const std::int64_t half = x.size(1) / 2;
    x = at::cat({x.slice(1, 0, half), x.slice(1, half) * scale + shift}, 1);
    x = styleConvs_[2 + 2 * l].forward(x, style(2 + 2 * l), false);
    rgb = doubledSmoothly(rgb) + toRgbs_[1 + l].forward(x, style(3 + 2 * l));
    if (!trace) continue;
    trace->scale.push_back(scale);
    trace->shift.push_back(shift);
    trace->rgb.push_back(rgb);
  }
  return rgb;
}

}  // namespace orator::render::restore
