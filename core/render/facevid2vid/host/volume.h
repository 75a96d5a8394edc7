#pragma once

#include <ATen/core/Tensor.h>

#include "core/render/facevid2vid/kernels/kernels.h"

namespace orator::render::facevid2vid::host {

using kernels::Index;

/// Some channels of a picture (depth 1) or a volume in memory, channels last. A view: it owns nothing.
struct Volume {
  float* data = nullptr;
  Index depth = 1, height = 0, width = 0;
  Index channels = 0;
  Index stride =
      0;  ///< floats from one pixel to the next; more than `channels` where several volumes share a pixel

  Index pixels() const { return depth * height * width; }
  float* at(Index pixel) const { return data + pixel * stride; }
  float* at(Index z, Index y, Index x) const { return at((z * height + y) * width + x); }
  /// The channels first..first+count-1.
  Volume slice(Index first, Index count) const { return {data + first, depth, height, width, count, stride}; }
};

/// Memory that grows to the largest use and is then kept. Contents are not kept between calls.
class Buffer {
 public:
  float* floats(Index count);
  Volume volume(Index depth, Index height, Index width, Index channels) {
    return {floats(depth * height * width * channels), depth, height, width, channels, channels};
  }

 private:
  at::Tensor memory_;
};

}  // namespace orator::render::facevid2vid::host
