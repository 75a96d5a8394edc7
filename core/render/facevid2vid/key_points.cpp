#include "core/render/facevid2vid/key_points.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::render::facevid2vid {

using tensor::BatchNorm;
using tensor::Conv;
using tensor::make;

KeyPointDetector::KeyPointDetector() {
  auto down = std::make_shared<torch::nn::Module>();
  blur_ = down->register_buffer("weight", at::zeros({3, 1, 13, 13}));
  register_module("down", down);
  const std::int64_t narrow[] = {3, 64, 128, 256, 512, 1024};
  const std::int64_t wide[] = {1024, 512, 256, 128, 64, 32};
  for (std::size_t i = 0; i < 5; ++i) {
    const std::string name = "predictor.down_blocks.down" + std::to_string(i);
    down_.push_back({make<Conv>(*this, name + ".conv", narrow[i], narrow[i + 1], tensor::same2d(3)),
                     make<BatchNorm>(*this, name + ".norm", narrow[i + 1])});
  }
  for (std::size_t i = 0; i < 5; ++i) {
    const std::string name = "predictor.up_blocks.up" + std::to_string(i);
    up_.push_back({make<Conv>(*this, name + ".conv", wide[i], wide[i + 1], tensor::same3d(3)),
                   make<BatchNorm>(*this, name + ".norm", wide[i + 1])});
  }
  lift_ = make<Conv>(*this, "predictor.conv", 1024, 1024 * kDepth, tensor::same2d(1));
  head_ = make<Conv>(*this, "kp", 32, kKeyPoints, tensor::same3d(3));
}

at::Tensor KeyPointDetector::forward(const at::Tensor& image) const {
  tensor::expectShape("portrait", image, {"B", 3, "S", "S"});
  at::Tensor x =
      at::conv2d(image, blur_, {}, 1, 6, 1, 3).slice(2, 0, c10::nullopt, 4).slice(3, 0, c10::nullopt, 4);
  for (const Block& block : down_)
    x = at::avg_pool2d(at::relu(block.norm->forward(block.conv->forward(x))), 2);
  x = lift_->forward(x);
  x = x.reshape({x.size(0), 1024, kDepth, x.size(2), x.size(3)});
  for (const Block& block : up_) {
    x = x.repeat_interleave(2, 3).repeat_interleave(2, 4);
    x = at::relu(block.norm->forward(block.conv->forward(x)));
  }
  const at::Tensor heat = head_->forward(x);
  const at::Tensor weights = at::softmax(heat.flatten(2) / 0.1, 2);  // [B, 15, voxels]
  const at::Tensor grid = coordinateGrid(heat.size(2), heat.size(3), heat.size(4), heat.options());
  return weights.matmul(grid.reshape({-1, 3}));
}

double KeyPointDetector::gflop(std::int64_t side) const {
  double products = 0;
  const auto add = [&](const Conv& conv, std::int64_t depth, std::int64_t size) {
    products += double(conv.weight.numel()) * double(depth * size * size);
  };
  std::int64_t size = side / 4;
  for (const Block& block : down_) {
    add(*block.conv, 1, size);
    size /= 2;
  }
  add(*lift_, 1, size);
  for (const Block& block : up_) {
    size *= 2;
    add(*block.conv, kDepth, size);
  }
  add(*head_, kDepth, size);
  return 2e-9 * products;
}

at::Tensor degreesOf(const at::Tensor& bins) {
  const at::Tensor index = at::arange(66, bins.options());
  return at::softmax(bins, 1).matmul(index) * 3 - 99;
}

at::Tensor transformKeyPoints(const at::Tensor& canonical, const MappedMotion& motion,
                              const PoseOverride& pose) {
  constexpr double kPublishedPi = 3.14;  // the published weights were trained with this value
  const auto radians = [&](const at::Tensor& own, const at::Tensor& bins) {
    return (own.defined() ? own : degreesOf(bins)) / 180 * kPublishedPi;
  };
  const at::Tensor yaw = radians(pose.yaw, motion.yaw), pitch = radians(pose.pitch, motion.pitch),
                   roll = radians(pose.roll, motion.roll);
  const at::Tensor zero = at::zeros_like(yaw), one = at::ones_like(yaw);
  const auto matrix = [&](const std::vector<at::Tensor>& nine) {
    return at::stack(nine, 1).reshape({-1, 3, 3});
  };
  const at::Tensor rx =
      matrix({one, zero, zero, zero, pitch.cos(), -pitch.sin(), zero, pitch.sin(), pitch.cos()});
  const at::Tensor ry = matrix({yaw.cos(), zero, yaw.sin(), zero, one, zero, -yaw.sin(), zero, yaw.cos()});
  const at::Tensor rz =
      matrix({roll.cos(), -roll.sin(), zero, roll.sin(), roll.cos(), zero, zero, zero, one});
  const at::Tensor rotation = rx.matmul(ry).matmul(rz);
  const at::Tensor batch = canonical.expand({yaw.size(0), kKeyPoints, 3});
  const at::Tensor drop = at::tensor({0.0, 1.0, 0.0}, at::kDouble).to(motion.translation.options());
  return batch.matmul(rotation.transpose(1, 2)) + (motion.translation * drop).unsqueeze(1) +
         motion.expression.reshape({-1, kKeyPoints, 3});
}

at::Tensor coordinateGrid(std::int64_t d, std::int64_t h, std::int64_t w, const at::TensorOptions& options) {
  const auto axis = [&](std::int64_t n) { return at::arange(n, options) / double(n - 1) * 2 - 1; };
  const at::Tensor x = axis(w).reshape({1, 1, w}).expand({d, h, w});
  const at::Tensor y = axis(h).reshape({1, h, 1}).expand({d, h, w});
  const at::Tensor z = axis(d).reshape({d, 1, 1}).expand({d, h, w});
  return at::stack({x, y, z}, 3);
}

}  // namespace orator::render::facevid2vid
