#include "core/render/restore/parse_net.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::render::restore {
namespace {
constexpr int kBodyBlocks = 10;
constexpr std::int64_t kLabels = 19;
constexpr std::int64_t kParseWidth[] = {64, 128, 256, 256, 256};  // of the sizes S, S / 2, ... S / 16
}  // namespace

ParseNet::Layer ParseNet::layer(const std::string& name, std::int64_t in, std::int64_t out, Way way,
                                bool normed) {
  tensor::ConvShape shape{{3, 3}, {}, {}, {}};
  if (way == Way::down) shape.stride = {2, 2};
  shape.bias = !normed;
  Layer made;
  made.conv = tensor::make<tensor::Conv>(*this, name + ".conv2d", in, out, shape);
  if (normed) made.norm = tensor::make<tensor::BatchNorm>(*this, name + ".norm.norm", out);
  made.way = way;
  return made;
}

ParseNet::Residual ParseNet::residual(const std::string& name, std::int64_t in, std::int64_t out, Way way) {
  Residual made;
  if (way != Way::same) made.shortcut = layer(name + ".shortcut_func", in, out, way, false);
  made.first = layer(name + ".conv1", in, out, way == Way::up ? Way::up : Way::same, true);
  made.second = layer(name + ".conv2", out, out, way == Way::down ? Way::down : Way::same, true);
  return made;
}

ParseNet::ParseNet()
    : first_(layer("encoder.0", 3, kParseWidth[0], Way::same, false)),
      mask_(layer("out_mask_conv", kParseWidth[0], kLabels, Way::same, false)),
      picture_(layer("out_img_conv", kParseWidth[0], 3, Way::same, false)) {
  for (int i = 0; i < 4; ++i) {
    encoder_.push_back(
        residual("encoder." + std::to_string(i + 1), kParseWidth[i], kParseWidth[i + 1], Way::down));
    decoder_.push_back(
        residual("decoder." + std::to_string(i), kParseWidth[4 - i], kParseWidth[3 - i], Way::up));
  }
  for (int i = 0; i < kBodyBlocks; ++i)
    body_.push_back(residual("body." + std::to_string(i), kParseWidth[4], kParseWidth[4], Way::same));
}

at::Tensor ParseNet::Layer::forward(const at::Tensor& input) const {
  at::Tensor x = input;
  if (way == Way::up) x = at::upsample_nearest2d(x, at::IntArrayRef({2 * x.size(2), 2 * x.size(3)}));
  x = conv->forward(at::reflection_pad2d(x, {1, 1, 1, 1}));
  return norm ? norm->forward(x) : x;
}

at::Tensor ParseNet::Residual::forward(const at::Tensor& x) const {
  const at::Tensor y = second.forward(at::leaky_relu(first.forward(x), 0.2));
  return y + (shortcut.conv ? shortcut.forward(x) : x);
}

ParsedFace ParseNet::forward(const at::Tensor& face) const {
  tensor::expectShape("face", face, {"B", 3, "S", "S"});
  at::Tensor x = first_.forward(face);
  for (const Residual& block : encoder_) x = block.forward(x);
  const at::Tensor seen = x;
  for (const Residual& block : body_) x = block.forward(x);
  x = seen + x;
  for (const Residual& block : decoder_) x = block.forward(x);
  return {mask_.forward(x), picture_.forward(x)};
}

}  // namespace orator::render::restore
