#include "core/render/restore/enlarge.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <algorithm>

namespace orator::render::restore {

at::Tensor planesOf(const cv::Mat& rgb) {
  const cv::Mat whole = rgb.isContinuous() ? rgb : rgb.clone();
  return at::from_blob(whole.data, {whole.rows, whole.cols, 3}, at::kByte)
             .permute({2, 0, 1})
             .unsqueeze(0)
             .to(at::kFloat)
             .contiguous() /
         255;
}

cv::Mat pictureOf(const at::Tensor& planes) {
  at::Tensor bytes = (planes[0].clamp(0, 1) * 255).round().to(at::kByte).permute({1, 2, 0}).contiguous();
  return cv::Mat(int(bytes.size(0)), int(bytes.size(1)), CV_8UC3, bytes.data_ptr<std::uint8_t>()).clone();
}

cv::Mat enlarged(const EnlargingNet& net, const cv::Mat& rgb, const EnlargeOptions& options,
                 const RunContext& context) {
  const c10::NoGradGuard noGradient;
  const std::int64_t scale = net.scale;
  at::Tensor picture = planesOf(rgb);
  if (options.prePad > 0) picture = at::reflection_pad2d(picture, {0, options.prePad, 0, options.prePad});
  if (net.granularity == 2) {
    const std::int64_t right = picture.size(3) % 2, below = picture.size(2) % 2;
    if (right + below > 0) picture = at::reflection_pad2d(picture, {0, right, 0, below});
  }
  const std::int64_t rows = picture.size(2), columns = picture.size(3), pad = options.tilePad;
  const std::int64_t tile = options.tile > 0 ? options.tile : std::max(rows, columns);
  at::Tensor result = at::empty({1, 3, scale * rows, scale * columns}, at::kFloat);
  for (std::int64_t y = 0; y < rows; y += tile)
    for (std::int64_t x = 0; x < columns; x += tile) {
      context.throwIfCancelled();
      const std::int64_t bottom = std::min(y + tile, rows), right = std::min(x + tile, columns);
      const std::int64_t top = std::max<std::int64_t>(y - pad, 0), left = std::max<std::int64_t>(x - pad, 0);
      const at::Tensor fed =
          picture.slice(2, top, std::min(bottom + pad, rows)).slice(3, left, std::min(right + pad, columns));
      const at::Tensor given = net.forward(fed.contiguous());
      result.slice(2, scale * y, scale * bottom)
          .slice(3, scale * x, scale * right)
          .copy_(given.slice(2, scale * (y - top), scale * (bottom - top))
                     .slice(3, scale * (x - left), scale * (right - left)));
    }
  return pictureOf(result.slice(2, 0, scale * rgb.rows).slice(3, 0, scale * rgb.cols));
}

}  // namespace orator::render::restore
