#include "core/render/restore/rrdb_net.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::render::restore {
namespace {

constexpr int kRrdbBlocks = 23;
constexpr std::int64_t kFeatures = 64, kGrowth = 32;

at::Tensor leakySlope(const at::Tensor& x) {
  return at::leaky_relu(x, 0.2);
}

at::Tensor doubledPixels(const at::Tensor& x) {
  return at::upsample_nearest2d(x, at::IntArrayRef({2 * x.size(2), 2 * x.size(3)}));
}

}  // namespace

RrdbNet::RrdbNet(int scale) : scale_(scale) {
  const auto conv = [this](const std::string& name, std::int64_t in, std::int64_t out) {
    return tensor::make<tensor::Conv>(*this, name, in, out, tensor::same2d(3));
  };
  first_ = conv("conv_first", scale == 2 ? 12 : 3, kFeatures);
  for (int i = 0; i < kRrdbBlocks; ++i) {
    auto& block = blocks_.emplace_back();
    for (std::size_t d = 0; d < block.size(); ++d)
      for (std::size_t c = 0; c < block[d].size(); ++c)
        block[d][c] = conv(
            "body." + std::to_string(i) + ".rdb" + std::to_string(d + 1) + ".conv" + std::to_string(c + 1),
            kFeatures + std::int64_t(c) * kGrowth, c == 4 ? kFeatures : kGrowth);
  }
  body_ = conv("conv_body", kFeatures, kFeatures);
  up1_ = conv("conv_up1", kFeatures, kFeatures);
  up2_ = conv("conv_up2", kFeatures, kFeatures);
  high_ = conv("conv_hr", kFeatures, kFeatures);
  last_ = conv("conv_last", kFeatures, 3);
}

at::Tensor RrdbNet::forward(const at::Tensor& picture) const {
  tensor::expectShape("picture", picture, {"B", 3, "H", "W"});
  constexpr double kShare = 0.2;
  const at::Tensor start = first_->forward(scale_ == 2 ? at::pixel_unshuffle(picture, 2) : picture);
  at::Tensor x = start;
  for (const auto& block : blocks_) {
    at::Tensor y = x;
    for (const Dense& dense : block) {
      at::Tensor all = y;
      for (std::size_t c = 0; c < 4; ++c) all = at::cat({all, leakySlope(dense[c]->forward(all))}, 1);
      y = y + kShare * dense[4]->forward(all);
    }
    x = x + kShare * y;
  }
  x = start + body_->forward(x);
  x = leakySlope(up1_->forward(doubledPixels(x)));
  x = leakySlope(up2_->forward(doubledPixels(x)));
  return last_->forward(leakySlope(high_->forward(x)));
}

}  // namespace orator::render::restore
