#include "core/render/facevid2vid/generator.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::render::facevid2vid {

using tensor::BatchNorm;
using tensor::Conv;
using tensor::make;

Generator::Generator()
    : denseMotion(make<DenseMotionNetwork>(*this, "dense_motion_network")),
      decoder(make<SpadeDecoder>(*this, "decoder")) {
  const auto block = [&](const std::string& name, std::int64_t in, std::int64_t out) {
    return Block{make<Conv>(*this, name + ".conv", in, out, tensor::same2d(3)),
                 make<BatchNorm>(*this, name + ".norm", out)};
  };
  first_ = block("first", 3, 64);
  down_ = {block("down_blocks.0", 64, 128), block("down_blocks.1", 128, 256)};
  third_ = block("third", 512, 256);
  second_ = make<Conv>(*this, "second", 256, 512, tensor::same2d(1));
  fourth_ = make<Conv>(*this, "fourth", 256, 256, tensor::same2d(1));
  for (int i = 0; i < 6; ++i) {
    const std::string name = "resblocks_3d.3dr" + std::to_string(i) + ".";
    const auto half = [&](const std::string& number) {
      return Block{make<Conv>(*this, name + "conv" + number, 32, 32, tensor::same3d(3)),
                   make<BatchNorm>(*this, name + "norm" + number, 32)};
    };
    residuals_.push_back({half("1"), half("2")});
  }
}

at::Tensor Generator::sourceFeature(const at::Tensor& image) const {
  tensor::expectShape("portrait", image, {"B", 3, "S", "S"});
  at::Tensor x = at::relu(first_.norm->forward(first_.conv->forward(image)));
  for (const Block& block : down_)
    x = at::avg_pool2d(at::relu(block.norm->forward(block.conv->forward(x))), 2);
  x = second_->forward(x);
  x = x.reshape({x.size(0), 32, kDepth, x.size(2), x.size(3)});
  for (const Residual& residual : residuals_) {
    at::Tensor y = residual.one.conv->forward(at::relu(residual.one.norm->forward(x)));
    x = x + residual.two.conv->forward(at::relu(residual.two.norm->forward(y)));
  }
  return x;
}

GeneratedFrame Generator::forward(const at::Tensor& feature, const at::Tensor& driving,
                                  const at::Tensor& source) const {
  const std::int64_t batch = driving.size(0);
  const at::Tensor features = feature.expand({batch, -1, -1, -1, -1});
  GeneratedFrame frame;
  frame.motion = denseMotion->forward(features, driving, source);
  const at::Tensor warped = at::grid_sampler_3d(features, frame.motion.deformation, 0, 0, false);
  at::Tensor x = warped.reshape({batch, 512, feature.size(3), feature.size(4)});
  x = at::leaky_relu(third_.norm->forward(third_.conv->forward(x)), 0.01);
  x = fourth_->forward(x) * frame.motion.occlusionMap;
  frame.prediction = decoder->forward(x);
  return frame;
}

}  // namespace orator::render::facevid2vid
