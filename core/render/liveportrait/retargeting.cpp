#include "core/render/liveportrait/retargeting.h"

#include <ATen/ATen.h>

namespace orator::render::liveportrait {
namespace {

at::Tensor pointsFrom(const RetargetingNet& net, const at::Tensor& source, const at::Tensor& condition) {
  return net.forward(at::cat({source.reshape({-1, 3 * kPoints}), condition}, 1)).reshape({-1, kPoints, 3});
}

}  // namespace

RetargetingNet::RetargetingNet(const std::vector<std::int64_t>& widths) {
  for (std::size_t i = 0; i + 1 < widths.size(); ++i)
    layers_.push_back(
        tensor::make<tensor::Linear>(*this, "mlp." + std::to_string(2 * i), widths[i], widths[i + 1]));
}

at::Tensor RetargetingNet::forward(const at::Tensor& input) const {
  at::Tensor x = layers_.front()->forward(input);
  for (std::size_t i = 1; i < layers_.size(); ++i) x = layers_[i]->forward(at::relu(x));
  return x;
}

RetargetingNet stitchingNet() {
  return RetargetingNet({126, 128, 128, 64, 65});
}
RetargetingNet lipNet() {
  return RetargetingNet({65, 128, 128, 64, 63});
}
RetargetingNet eyeNet() {
  return RetargetingNet({66, 256, 256, 128, 128, 64, 63});
}

at::Tensor stitchDelta(const RetargetingNet& stitching, const at::Tensor& source, const at::Tensor& driving) {
  return stitching.forward(
      at::cat({source.reshape({-1, 3 * kPoints}), driving.reshape({-1, 3 * kPoints})}, 1));
}

at::Tensor stitched(const at::Tensor& driving, const at::Tensor& delta) {
  const at::Tensor all =
      at::cat({delta.slice(1, 3 * kPoints), at::zeros({delta.size(0), 1}, delta.options())}, 1);
  return driving + delta.slice(1, 0, 3 * kPoints).reshape({-1, kPoints, 3}) + all.unsqueeze(1);
}

at::Tensor lipDelta(const RetargetingNet& lip, const at::Tensor& source, const at::Tensor& condition) {
  return pointsFrom(lip, source, condition);
}

at::Tensor eyeDelta(const RetargetingNet& eye, const at::Tensor& source, const at::Tensor& condition) {
  return pointsFrom(eye, source, condition);
}

}  // namespace orator::render::liveportrait
