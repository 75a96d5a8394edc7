#include "core/render/facevid2vid/dense_motion.h"

#include <ATen/ATen.h>

namespace orator::render::facevid2vid {

using tensor::BatchNorm;
using tensor::Conv;
using tensor::make;

namespace {

at::Tensor gaussians(const at::Tensor& keyPoints, const at::Tensor& grid) {
  const at::Tensor distance =
      grid.unsqueeze(0).unsqueeze(0) - keyPoints.reshape({-1, keyPoints.size(1), 1, 1, 1, 3});
  return at::exp(distance.square().sum(-1) / -0.02);
}
}  // namespace

DenseMotionNetwork::DenseMotionNetwork(std::int64_t keyPoints, double leastShare)
    : keyPoints_(keyPoints), leastShare_(leastShare) {
  const std::int64_t motions = keyPoints + 1, seen = motions * 5 + 32;
  const std::int64_t width[] = {motions * 5, 64, 128, 256, 512, 1024};
  const std::int64_t upIn[] = {1024, 1024, 512, 256, 128}, upOut[] = {512, 256, 128, 64, 32};
  const auto block = [&](const std::string& name, std::int64_t in, std::int64_t out) {
    return makeConvNorm(*this, name, in, out, tensor::same3d(3));
  };
  for (std::size_t i = 0; i < 5; ++i)
    down.push_back(block("hourglass.encoder.down_blocks." + std::to_string(i), width[i], width[i + 1]));
  for (std::size_t i = 0; i < 5; ++i)
    up.push_back(block("hourglass.decoder.up_blocks." + std::to_string(i), upIn[i], upOut[i]));
  last = block("hourglass.decoder", seen, seen);
  compress = {make<Conv>(*this, "compress", 32, 4, tensor::same3d(1)), make<BatchNorm>(*this, "norm", 4)};
  mask = make<Conv>(*this, "mask", seen, motions, tensor::same3d(7));
  occlusion = make<Conv>(*this, "occlusion", seen * kDepth, 1, tensor::same2d(7));
}

at::Tensor DenseMotionNetwork::hourglass(const at::Tensor& input) const {
  std::vector<at::Tensor> levels{input};
  for (const ConvNorm& block : down) {
    const at::Tensor y = at::relu(block.forward(levels.back()));
    levels.push_back(at::avg_pool3d(y, {1, 2, 2}));
  }
  at::Tensor x = levels.back();
  for (std::size_t i = 0; i < up.size(); ++i) {
    x = x.repeat_interleave(2, 3).repeat_interleave(2, 4);
    x = at::relu(up[i].forward(x));
    x = at::cat({x, levels[levels.size() - 2 - i]}, 1);
  }
  return at::relu(last.forward(x));
}

DenseMotion DenseMotionNetwork::forward(const at::Tensor& feature, const at::Tensor& driving,
                                        const at::Tensor& source) const {
  const std::int64_t motionCount = keyPoints_ + 1;
  const std::int64_t batch = driving.size(0), d = feature.size(2), h = feature.size(3), w = feature.size(4);
  const at::Tensor compressed = at::relu(compress.forward(feature));
  const at::Tensor grid = coordinateGrid(d, h, w, feature.options());

  const at::Tensor shift = (source - driving).reshape({-1, keyPoints_, 1, 1, 1, 3});
  const at::Tensor still = grid.expand({batch, 1, d, h, w, 3});
  const at::Tensor motions = at::cat({still, grid + shift}, 1);  // [B, K + 1, d, h, w, 3]

  const at::Tensor copies = compressed.expand({batch, 4, d, h, w})
                                .unsqueeze(1)
                                .expand({batch, motionCount, 4, d, h, w})
                                .reshape({batch * motionCount, 4, d, h, w});
  const at::Tensor moved =
      at::grid_sampler_3d(copies, motions.reshape({batch * motionCount, d, h, w, 3}), 0, 0, false)
          .reshape({batch, motionCount, 4, d, h, w});
  const at::Tensor heat = gaussians(driving, grid) - gaussians(source, grid);
  const at::Tensor none = at::zeros({batch, 1, d, h, w}, heat.options());
  const at::Tensor input = at::cat({at::cat({none, heat}, 1).unsqueeze(2), moved}, 2);

  const at::Tensor x = hourglass(input.reshape({batch, motionCount * 5, d, h, w}));
  at::Tensor share = at::softmax(mask->forward(x), 1);
  if (leastShare_ > 0) share = at::where(share < leastShare_, at::zeros_like(share), share);
  const at::Tensor deformation = (motions * share.unsqueeze(-1)).sum(1);
  return {deformation, at::sigmoid(occlusion->forward(x.reshape({batch, -1, h, w})))};
}

}  // namespace orator::render::facevid2vid
