#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <opencv2/core.hpp>

#include "core/base/run_context.h"

namespace orator::render::restore {

/// A network that enlarges, whichever it is.
struct EnlargingNet {
  int scale = 2;
  int granularity = 1;  ///< rows and columns that it takes are multiples of this, of 2 at most
  std::function<at::Tensor(const at::Tensor&)> forward;  ///< of [1, 3, H, W] in 0..1
};

/// How a picture is fed to the network: as Real-ESRGAN's program does it.
struct EnlargeOptions {
  int tile = 400;    ///< side of the parts it is done in, pixels of the picture; 0: whole
  int tilePad = 10;  ///< what a part sees beyond its border, where there is picture
  int prePad = 0;    ///< mirrored pixels added at the right and at the bottom
};

/// @param rgb CV_8UC3 RGB, at least prePad + 2 pixels to each side
/// @return CV_8UC3 RGB, net.scale times as large
/// @throws Error cancelled
cv::Mat enlarged(const EnlargingNet& net, const cv::Mat& rgb, const EnlargeOptions& options,
                 const RunContext& context);

/// [1, 3, H, W] in 0..1 of a CV_8UC3 picture, in its order of colours.
at::Tensor planesOf(const cv::Mat& rgb);
/// The picture of [1, 3, H, W] in 0..1: clamped, rounded half to even.
cv::Mat pictureOf(const at::Tensor& planes);

}  // namespace orator::render::restore
