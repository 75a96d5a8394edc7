#include "core/render/facevid2vid/neural_face.h"

#include <ATen/ATen.h>

#include "core/base/error.h"
#include "core/render/facevid2vid/generator.h"
#include "core/tensor/shape.h"
#include "core/tensor/weight_store.h"

namespace orator::render::facevid2vid {

NeuralFaceNetworks NeuralFaceNetworks::load(const tensor::WeightStore& detector,
                                            const tensor::WeightStore& mapping,
                                            const tensor::WeightStore& generator) {
  const at::Tensor& first = mapping.tensor("first.0.weight");
  const std::int64_t coefficients = first.dim() == 3 && first.size(1) == 73 ? 73 : 70;
  NeuralFaceNetworks networks{std::make_shared<KeyPointDetector>(),
                              std::make_shared<MappingNet>(coefficients), std::make_shared<Generator>()};
  detector.loadInto(*networks.detector);
  mapping.loadInto(*networks.mapping);
  generator.loadInto(*networks.generator);
  networks.detector->eval();
  networks.mapping->eval();
  networks.generator->eval();
  return networks;
}

struct NeuralFace::Impl {
  NeuralFaceNetworks networks;
  at::Device device;
  at::Tensor feature, canonical, source;

  void expectSource() const {
    if (!feature.defined())
      throw Error(ErrorCode::internal, "neural renderer", "a frame is asked for before a portrait is given");
  }
};

NeuralFace::NeuralFace(const NeuralFaceNetworks& networks, at::Device device, Precision precision)
    : impl_(std::make_unique<Impl>(Impl{networks, device, {}, {}, {}})) {
  if (device.is_cuda() && !at::hasCUDA())
    throw Error(ErrorCode::deviceUnavailable, "cuda", "this machine has no usable CUDA device",
                "Choose the device cpu");
  if (precision == Precision::fast && !device.is_cuda())
    throw Error(ErrorCode::deviceUnavailable, "fast precision", "it needs a CUDA device",
                "Choose the exact precision");
}

NeuralFace::~NeuralFace() = default;
NeuralFace::NeuralFace(NeuralFace&&) noexcept = default;
NeuralFace& NeuralFace::operator=(NeuralFace&&) noexcept = default;

std::int64_t NeuralFace::coefficients() const {
  return impl_->networks.mapping->coefficients();
}

std::int64_t NeuralFace::batchSize(std::int64_t side) const {
  // On a GPU several frames hide the launches; a frame takes some 2 GB of scratch at 512 px.
  return impl_->device.is_cuda() ? (side > 256 ? 2 : 8) : 1;
}

void NeuralFace::prepareSource(const at::Tensor& image, const at::Tensor& window) {
  const at::NoGradGuard noGradient;
  tensor::expectShape("portrait", image, {1, 3, "S", "S"});
  tensor::expectShape("portrait window", window, {1, coefficients(), kWindow});
  impl_->feature = impl_->networks.generator->sourceFeature(image);
  impl_->canonical = impl_->networks.detector->forward(image);
  impl_->source = transformKeyPoints(impl_->canonical, impl_->networks.mapping->forward(window));
}

at::Tensor NeuralFace::keyPoints(const at::Tensor& columns, const PoseOverride& pose) const {
  const at::NoGradGuard noGradient;
  impl_->expectSource();
  return transformKeyPoints(impl_->canonical, impl_->networks.mapping->forwardTrack(columns), pose);
}

at::Tensor NeuralFace::render(const at::Tensor& keyPoints) const {
  const at::NoGradGuard noGradient;
  impl_->expectSource();
  tensor::expectShape("key points", keyPoints, {"B", kKeyPoints, 3});
  return impl_->networks.generator->forward(impl_->feature, keyPoints, impl_->source).prediction;
}

at::Tensor asPictures(const at::Tensor& prediction) {
  return prediction.mul(255).round().clamp(0, 255).to(at::kByte).permute({0, 2, 3, 1}).contiguous().cpu();
}

}  // namespace orator::render::facevid2vid
