#include "core/render/facevid2vid/neural_face.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <new>
#include <string_view>

#include "core/base/error.h"
#include "core/render/facevid2vid/device/device_generator.h"
#include "core/render/facevid2vid/full_float32.h"
#include "core/render/facevid2vid/generator.h"
#include "core/render/facevid2vid/host/generator.h"
#include "core/tensor/device.h"
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

namespace {

/// Columns that the mapping network takes at once: bounds its memory, not its result.
constexpr std::int64_t kStretch = 256;

}  // namespace

struct NeuralFace::Impl {
  at::Device device;
  std::shared_ptr<KeyPointDetector> detector;
  std::shared_ptr<MappingNet> mapping;
  SourceEncoder encoder;
  std::unique_ptr<FrameArithmetic> arithmetic;
  at::Tensor canonical;

  void expectSource() const {
    if (!canonical.defined())
      throw Error(ErrorCode::internal, "neural renderer", "a frame is asked for before a portrait is given");
  }
};

void requireDevice(at::Device device, Precision precision) {
  tensor::requireDevice(device);
  if (precision == Precision::fast && !device.is_cuda())
    throw Error(ErrorCode::deviceUnavailable, "fast precision", "it needs a CUDA device",
                "Choose the exact precision");
}

NeuralFace::NeuralFace(const NeuralFaceNetworks& networks, at::Device device, Precision precision) {
  const at::NoGradGuard noGradient;
  requireDevice(device, precision);
  impl_.reset(new Impl{device, networks.detector, networks.mapping, networks.generator->encoder, {}, {}});
  if (device.is_cuda()) {
    impl_->arithmetic = std::make_unique<DeviceGenerator>(
        *networks.generator, device, precision == Precision::fast ? at::kHalf : at::kFloat);
    networks.detector->to(device);
    networks.mapping->to(device);
    networks.generator->to(device);
  } else {
    impl_->arithmetic = std::make_unique<host::Generator>(*networks.generator);
  }
}

NeuralFace::~NeuralFace() = default;
NeuralFace::NeuralFace(NeuralFace&&) noexcept = default;
NeuralFace& NeuralFace::operator=(NeuralFace&&) noexcept = default;

at::Device NeuralFace::device() const {
  return impl_->device;
}

std::int64_t NeuralFace::coefficients() const {
  return impl_->mapping->coefficients();
}

std::int64_t NeuralFace::batchSize(std::int64_t side) const {
  // On a GPU several frames hide the launches; a frame takes some 2 GB of scratch at 512 px.
  return impl_->device.is_cuda() ? (side > 256 ? 2 : 8) : 1;
}

void NeuralFace::prepareSource(const at::Tensor& image, const at::Tensor& window) {
  const at::NoGradGuard noGradient;
  const FullFloat32 exact;
  tensor::expectShape("portrait", image, {1, 3, "S", "S"});
  tensor::expectShape("portrait window", window, {1, coefficients(), kWindow});
  const at::Tensor picture = image.to(impl_->device);
  const at::Tensor feature = impl_->encoder.forward(picture);
  impl_->canonical = impl_->detector->forward(picture);
  const at::Tensor source =
      transformKeyPoints(impl_->canonical, impl_->mapping->forward(window.to(impl_->device)));
  impl_->arithmetic->prepare(feature, source);
}

at::Tensor NeuralFace::keyPoints(const at::Tensor& columns, const PoseOverride& pose) const {
  const at::NoGradGuard noGradient;
  const FullFloat32 exact;
  impl_->expectSource();
  const std::int64_t frames = columns.size(1) - 2 * kRowReach;
  const auto ofStretch = [&](const at::Tensor& angles, std::int64_t begin, std::int64_t end) {
    return angles.defined() ? angles.slice(0, begin, end).to(impl_->device) : angles;
  };
  std::vector<at::Tensor> parts;
  for (std::int64_t begin = 0; begin < frames; begin += kStretch) {
    const std::int64_t end = std::min(frames, begin + kStretch);
    const at::Tensor stretch = columns.slice(1, begin, end + 2 * kRowReach).to(impl_->device);
    parts.push_back(transformKeyPoints(impl_->canonical, impl_->mapping->forwardTrack(stretch),
                                       {ofStretch(pose.yaw, begin, end), ofStretch(pose.pitch, begin, end),
                                        ofStretch(pose.roll, begin, end)}));
  }
  return at::cat(parts);
}

at::Tensor NeuralFace::render(const at::Tensor& keyPoints) const {
  const at::NoGradGuard noGradient;
  const FullFloat32 exact;
  impl_->expectSource();
  tensor::expectShape("key points", keyPoints, {"B", kKeyPoints, 3});
  const auto exhausted = [&] {
    return Error(ErrorCode::outOfMemory, "neural renderer", "there is not enough memory for a frame",
                 "Choose a smaller size, or close other programs");
  };
  try {
    return impl_->arithmetic->render(keyPoints);
  } catch (const std::bad_alloc&) {
    throw exhausted();
  } catch (const c10::Error& error) {
    // LibTorch has no type of its own for this in every version.
    if (std::string_view(error.what_without_backtrace()).find("memory") == std::string_view::npos) throw;
    throw exhausted();
  }
}

at::Tensor asPictures(const at::Tensor& prediction) {
  return prediction.mul(255).round().clamp(0, 255).to(at::kByte).permute({0, 2, 3, 1}).contiguous().cpu();
}

}  // namespace orator::render::facevid2vid
