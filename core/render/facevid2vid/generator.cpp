#include "core/render/facevid2vid/generator.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::render::facevid2vid {

using tensor::Conv;
using tensor::make;

SourceEncoder::SourceEncoder(torch::nn::Module& parent)
    : first_(makeConvNorm(parent, "first", 3, 64, tensor::same2d(3))),
      down_{makeConvNorm(parent, "down_blocks.0", 64, 128, tensor::same2d(3)),
            makeConvNorm(parent, "down_blocks.1", 128, 256, tensor::same2d(3))},
      second_(make<Conv>(parent, "second", 256, 512, tensor::same2d(1))) {
  for (int i = 0; i < 6; ++i) {
    const std::string name = "resblocks_3d.3dr" + std::to_string(i) + ".";
    const auto half = [&](const char* number) {
      return ConvNorm{
          make<Conv>(parent, std::string(name).append("conv").append(number), 32, 32, tensor::same3d(3)),
          make<tensor::BatchNorm>(parent, std::string(name).append("norm").append(number), 32)};
    };
    residuals_.push_back({half("1"), half("2")});
  }
}

at::Tensor SourceEncoder::forward(const at::Tensor& image) const {
  tensor::expectShape("portrait", image, {"B", 3, "S", "S"});
  at::Tensor x = at::relu(first_.forward(image));
  for (const ConvNorm& block : down_) x = at::avg_pool2d(at::relu(block.forward(x)), 2);
  x = second_->forward(x);
  x = x.reshape({x.size(0), 32, kDepth, x.size(2), x.size(3)});
  for (const Residual& residual : residuals_) {
    // Here the norm comes before its convolution.
    const at::Tensor y = residual.one.conv->forward(at::relu(residual.one.norm->forward(x)));
    x = x + residual.two.conv->forward(at::relu(residual.two.norm->forward(y)));
  }
  return x;
}

std::vector<std::pair<at::Tensor, std::int64_t>> SourceEncoder::convolutions(std::int64_t side) const {
  const std::int64_t small = side * side / 16;
  std::vector<std::pair<at::Tensor, std::int64_t>> all{{first_.conv->weight, side * side},
                                                       {down_[0].conv->weight, side * side},
                                                       {down_[1].conv->weight, side * side / 4},
                                                       {second_->weight, small}};
  for (const Residual& residual : residuals_)
    for (const ConvNorm* half : {&residual.one, &residual.two})
      all.emplace_back(half->conv->weight, kDepth * small);
  return all;
}

Generator::Generator()
    : encoder(*this),
      denseMotion(make<DenseMotionNetwork>(*this, "dense_motion_network")),
      decoder(make<SpadeDecoder>(*this, "decoder")),
      third(makeConvNorm(*this, "third", 512, 256, tensor::same2d(3))),
      fourth(make<Conv>(*this, "fourth", 256, 256, tensor::same2d(1))) {}

at::Tensor Generator::sourceFeature(const at::Tensor& image) const {
  return encoder.forward(image);
}

at::Tensor Generator::picture(const at::Tensor& feature, const DenseMotion& motion) const {
  const std::int64_t batch = motion.deformation.size(0);
  const at::Tensor features = feature.expand({batch, -1, -1, -1, -1});
  const at::Tensor warped = at::grid_sampler_3d(features, motion.deformation, 0, 0, false);
  at::Tensor x = warped.reshape({batch, 512, feature.size(3), feature.size(4)});
  x = at::leaky_relu(third.forward(x), 0.01);
  return decoder->forward(fourth->forward(x) * motion.occlusionMap);
}

GeneratedFrame Generator::forward(const at::Tensor& feature, const at::Tensor& driving,
                                  const at::Tensor& source) const {
  const at::Tensor features = feature.expand({driving.size(0), -1, -1, -1, -1});
  GeneratedFrame frame;
  frame.motion = denseMotion->forward(features, driving, source);
  frame.prediction = picture(features, frame.motion);
  return frame;
}

}  // namespace orator::render::facevid2vid
