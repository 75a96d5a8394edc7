#include "core/render/finish/finish_net.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <cmath>

namespace orator::render::finish {
namespace {

constexpr std::int64_t kFine = 32, kMiddle = 64, kDeep = 96;
constexpr double kSlope = 0.1;         // of the leaky rectifier
constexpr double kReach = 6;           // pixels: the flow corrects a warp, it does not make one
constexpr double kMaskAtStart = -1.5;  // before the sigmoid: little is painted at first
constexpr std::int64_t kFlow = 2, kPainted = 4 * kMapStep * kMapStep;

/// @param x that nobody else needs: it is overwritten
at::Tensor active(at::Tensor x) {
  return at::leaky_relu_(x, kSlope);
}

at::Tensor doubled(const at::Tensor& x) {
  return at::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)});
}

}  // namespace

FinishNet::FinishNet() {
  using tensor::make;
  using tensor::same2d;
  stem_ = make<tensor::Conv>(*this, "stem", kFolded, kFine, same2d(3));
  fine_ = residual("fine", kFine);
  down1_ = make<tensor::Conv>(*this, "down1", kFine, kMiddle, same2d(3, {2, 2}));
  middle_ = residual("middle", kMiddle);
  down2_ = make<tensor::Conv>(*this, "down2", kMiddle, kDeep, same2d(3, {2, 2}));
  deep_ = residual("deep", kDeep);
  deeper_ = residual("deeper", kDeep);
  up1_ = make<tensor::Conv>(*this, "up1", kDeep, kMiddle, same2d(3));
  middleUp_ = residual("middle_up", kMiddle);
  up0_ = make<tensor::Conv>(*this, "up0", kMiddle, kFine, same2d(3));
  fineUp_ = residual("fine_up", kFine);
  head_ = make<tensor::Conv>(*this, "head", kFine, kPainted + kFlow, same2d(3));
}

FinishNet::Residual FinishNet::residual(const std::string& name, std::int64_t channels) {
  return {tensor::make<tensor::Conv>(*this, name + ".first", channels, channels, tensor::same2d(3)),
          tensor::make<tensor::Conv>(*this, name + ".second", channels, channels, tensor::same2d(3))};
}

at::Tensor FinishNet::Residual::forward(const at::Tensor& x) const {
  return active(second->forward(active(first->forward(x))).add_(x));
}

Completion FinishNet::forward(const at::Tensor& images, const at::Tensor& maps) const {
  return forward(at::cat({at::pixel_unshuffle(images - 0.5, kMapStep), maps}, 1)
                     .contiguous(at::MemoryFormat::ChannelsLast));
}

Completion FinishNet::forward(const at::Tensor& in) const {
  const at::Tensor fine = fine_.forward(active(stem_->forward(in)));
  const at::Tensor middle = middle_.forward(active(down1_->forward(fine)));
  const at::Tensor deep = deeper_.forward(deep_.forward(active(down2_->forward(middle))));
  const at::Tensor middleUp = middleUp_.forward(active(up1_->forward(doubled(deep)).add_(middle)));
  const at::Tensor fineUp = fineUp_.forward(active(up0_->forward(doubled(middleUp)).add_(fine)));
  const at::Tensor out = head_->forward(fineUp).to(at::kFloat);
  const at::Tensor painted = at::pixel_shuffle(out.slice(1, 0, kPainted).contiguous(), kMapStep);
  return {at::tanh(out.slice(1, kPainted) * 0.2) * kReach, (painted.slice(1, 0, 3) + 0.5),
          at::sigmoid(painted.slice(1, 3, 4) + kMaskAtStart)};
}

void initialise(FinishNet& net, std::uint64_t seed) {
  const c10::NoGradGuard guard;
  at::manual_seed(seed);
  for (auto& item : net.named_parameters()) {
    at::Tensor& p = item.value();
    if (p.dim() < 2) continue;
    // A residual's second half and the head begin small: the network begins as a shallow one.
    const bool small = item.key().find("second") != std::string::npos || item.key().find("head") == 0;
    p.normal_(0, (small ? 0.1 : 1.0) * std::sqrt(2.0 * double(p.size(0)) / double(p.numel())));
  }
}

at::Tensor complete(const at::Tensor& warped, const Completion& completion, const at::Tensor& share) {
  const std::int64_t side = warped.size(3);
  const at::Tensor flow =
      at::upsample_bilinear2d(completion.flow * share, {side, side}, false).permute({0, 2, 3, 1}) *
      (2.0 / double(side));
  const at::Tensor line = (at::arange(side, warped.options()) * 2 + 1) / double(side) - 1;
  const at::Tensor rest =
      at::stack({line.unsqueeze(0).expand({side, side}), line.unsqueeze(1).expand({side, side})}, 2);
  constexpr std::int64_t kBilinear = 0, kBorder = 1;
  const at::Tensor taken = at::grid_sampler_2d(warped, rest.unsqueeze(0) + flow, kBilinear, kBorder, false);
  const at::Tensor mask = completion.mask * share;
  return taken + (completion.colour - taken) * mask;
}

}  // namespace orator::render::finish
