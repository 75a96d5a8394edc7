#include "core/learning/finish/patch_critic.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <cmath>

#include "core/render/finish/crop.h"

namespace orator::learning {
namespace {

constexpr std::int64_t kFirst = 32, kSecond = 64, kThird = 96;
constexpr double kSlope = 0.2;

at::Tensor active(const at::Tensor& x) {
  return at::leaky_relu(x, kSlope);
}

}  // namespace

PatchCritic::PatchCritic() {
  using tensor::make;
  const auto halving = [] {
    return tensor::ConvShape{.kernel = {4, 4}, .stride = {2, 2}, .padding = {1, 1}};
  };
  first_ = make<tensor::Conv>(*this, "first", 12, kFirst, halving());
  second_ =
      make<tensor::Conv>(*this, "second", kFirst + render::finish::kMapCount, kSecond, tensor::same2d(3));
  third_ = make<tensor::Conv>(*this, "third", kSecond, kThird, halving());
  last_ = make<tensor::Conv>(*this, "last", kThird, 1, tensor::same2d(3));
}

PatchCritic::Verdict PatchCritic::judge(const at::Tensor& rgb, const at::Tensor& maps) const {
  const at::Tensor in = at::pixel_unshuffle(rgb - 0.5, 2).contiguous(at::MemoryFormat::ChannelsLast);
  const at::Tensor first = active(first_->forward(in));
  const at::Tensor second = active(second_->forward(at::cat({first, maps}, 1)));
  const at::Tensor third = active(third_->forward(second));
  return {last_->forward(third).to(at::kFloat), {first, second, third}};
}

void initialise(PatchCritic& critic, std::uint64_t seed) {
  const c10::NoGradGuard guard;
  at::manual_seed(seed);
  for (auto& item : critic.named_parameters()) {
    at::Tensor& p = item.value();
    if (p.dim() > 1) p.normal_(0, std::sqrt(2.0 * double(p.size(0)) / double(p.numel())));
  }
}

}  // namespace orator::learning
