#include "core/lab/lse/sync_net_v2.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::lab::lse {

using tensor::BatchNorm;
using tensor::Conv;
using tensor::make;

namespace {
const std::vector<int> kStageIndices{0, 4, 8, 11, 14, 18};
}

SyncNetV2::SyncNetV2() : voiceHead_(head("netfcaud")), lipHead_(head("netfclip")) {
  const std::vector<std::int64_t> voiceWidth{1, 64, 192, 384, 256, 256, 512},
      lipWidth{3, 96, 256, 256, 256, 256, 512};
  const tensor::ConvShape square = tensor::same2d(3);
  const std::vector<tensor::ConvShape> voiceShape{square, square, square,
                                                  square, square, {{5, 4}, {}, {}, {}}};
  const tensor::ConvShape inFrame{{1, 3, 3}, {}, {0, 1, 1}, {}};
  const std::vector<tensor::ConvShape> lipShape{
      {{5, 7, 7}, {1, 2, 2}, {}, {}}, {{1, 5, 5}, {1, 2, 2}, {0, 1, 1}, {}}, inFrame, inFrame, inFrame,
      {{1, 6, 6}, {}, {}, {}}};
  for (std::size_t i = 0; i < kStageIndices.size(); ++i) {
    voice_.push_back(stage("netcnnaud", kStageIndices[i], voiceWidth[i], voiceWidth[i + 1], voiceShape[i]));
    lips_.push_back(stage("netcnnlip", kStageIndices[i], lipWidth[i], lipWidth[i + 1], lipShape[i]));
  }
}

SyncNetV2::Stage SyncNetV2::stage(const std::string& tower, int index, std::int64_t in, std::int64_t out,
                                  tensor::ConvShape shape) {
  return {make<Conv>(*this, tower + "." + std::to_string(index), in, out, std::move(shape)),
          make<BatchNorm>(*this, tower + "." + std::to_string(index + 1), out)};
}

SyncNetV2::Head SyncNetV2::head(const std::string& name) {
  return {make<tensor::Linear>(*this, name + ".0", 512, 512),
          make<tensor::Linear>(*this, name + ".3", 512, 1024), make<BatchNorm>(*this, name + ".1", 512)};
}

at::Tensor SyncNetV2::Stage::forward(const at::Tensor& x) const {
  return at::relu(norm->forward(conv->forward(x)));
}

at::Tensor SyncNetV2::Head::forward(const at::Tensor& x) const {
  return last->forward(at::relu(norm->forward(first->forward(x))));
}

at::Tensor SyncNetV2::embedVoice(const at::Tensor& windows) const {
  tensor::expectShape("MFCC windows", windows, {"N", 1, 13, 20});
  at::Tensor x = voice_[0].forward(windows);
  x = at::max_pool2d(voice_[1].forward(x), {3, 3}, {1, 2});
  for (const std::size_t i : {2u, 3u, 4u}) x = voice_[i].forward(x);
  x = voice_[5].forward(at::max_pool2d(x, {3, 3}, {2, 2}));
  return voiceHead_.forward(x.flatten(1));
}

at::Tensor SyncNetV2::lipFeature(const at::Tensor& windows) const {
  tensor::expectShape("lip windows", windows, {"N", 3, 5, 224, 224});
  at::Tensor x = at::max_pool3d(lips_[0].forward(windows), {1, 3, 3}, {1, 2, 2});
  x = at::max_pool3d(lips_[1].forward(x), {1, 3, 3}, {1, 2, 2}, {0, 1, 1});
  for (const std::size_t i : {2u, 3u, 4u}) x = lips_[i].forward(x);
  return lips_[5].forward(at::max_pool3d(x, {1, 3, 3}, {1, 2, 2})).flatten(1);
}

at::Tensor SyncNetV2::embedLips(const at::Tensor& feature) const {
  tensor::expectShape("lip feature", feature, {"N", 512});
  return lipHead_.forward(feature);
}

}  // namespace orator::lab::lse
