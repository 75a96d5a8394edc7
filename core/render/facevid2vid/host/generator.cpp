#include "core/render/facevid2vid/host/generator.h"

#include <ATen/ATen.h>

#include "core/base/parallel.h"
#include "core/render/facevid2vid/generator.h"

namespace orator::render::facevid2vid::host {

namespace {

/// The warped feature lies depth by depth here, channel by channel there.
Convolution thirdConvolution(const ConvNorm& third) {
  const auto [weight, bias] = third.folded();
  const at::Tensor reordered =
      weight.reshape({256, 32, kDepth, 3, 3}).transpose(1, 2).reshape({256, 32 * kDepth, 3, 3});
  return {reordered, bias, Method::winograd4};
}

}  // namespace

Generator::Generator(const facevid2vid::Generator& generator)
    : motion_(*generator.denseMotion),
      third_(thirdConvolution(generator.third)),
      fourth_(generator.fourth->weight, generator.fourth->bias),
      decoder_(*generator.decoder) {}

void Generator::prepare(const at::Tensor& feature, const at::Tensor& source) {
  height_ = feature.size(3);
  width_ = feature.size(4);
  motion_.prepare(feature, source);
}

Volume Generator::warped() {
  return warped_.volume(1, height_, width_, 32 * kDepth);
}

Volume Generator::feature() {
  return feature_.volume(1, height_, width_, 256);
}

void Generator::runMotion(const float* driving) {
  motion_.run(driving, warped(), occlusion_.floats(height_ * width_), workspace_);
}

void Generator::runMiddle() {
  // The warped feature is no longer needed once it is convolved.
  const Volume in = warped(), out = feature(), between{in.data, 1, height_, width_, 256, 256};
  Volume scratch = out;
  third_.run(in, workspace_, written(third_, scratch, 0.01f));
  fourth_.run(scratch, between);
  const float *occlusion = occlusion_.floats(height_ * width_), *bias = fourth_.bias();
  parallelFor(0, out.pixels(), 64, [&](Index begin, Index end) {
    for (Index pixel = begin; pixel < end; ++pixel)
      for (Index c = 0; c < 256; ++c) out.at(pixel)[c] = (between.at(pixel)[c] + bias[c]) * occlusion[pixel];
  });
}

at::Tensor Generator::runDecoder() {
  return decoder_.run(feature(), workspace_);
}

at::Tensor Generator::render(const at::Tensor& driving) {
  const at::Tensor points = driving.to(at::kFloat).contiguous();
  std::vector<at::Tensor> frames;
  for (Index i = 0; i < points.size(0); ++i) {
    runMotion(points.data_ptr<float>() + i * kKeyPoints * 3);
    runMiddle();
    frames.push_back(runDecoder());
  }
  return at::stack(frames);
}

Generator::Products Generator::products() const {
  const Volume feature{nullptr, 1, height_, width_, 256, 256};
  return {motion_.products(height_, width_), third_.products(feature) + fourth_.products(feature),
          decoder_.products(feature)};
}

}  // namespace orator::render::facevid2vid::host
