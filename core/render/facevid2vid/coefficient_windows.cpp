#include "core/render/facevid2vid/coefficient_windows.h"

#include <ATen/ATen.h>

#include "core/render/facevid2vid/mapping_net.h"
#include "core/tensor/shape.h"

namespace orator::render::facevid2vid {

at::Tensor coefficientColumns(const at::Tensor& track, const at::Tensor& source,
                              const WindowSettings& settings) {
  tensor::expectShape("track", track, {"T", 70});
  tensor::expectShape("source row", source, {73});
  const std::int64_t frames = track.size(0);
  const auto repeated = [&](std::int64_t begin, std::int64_t end) {
    return source.slice(0, begin, end).unsqueeze(0).expand({frames, end - begin});
  };
  std::vector<at::Tensor> parts{track.slice(1, 0, 64) * settings.expressionScale,
                                settings.still ? repeated(64, 70) : track.slice(1, 64, 70)};
  if (settings.cropParameters) parts.push_back(repeated(70, 73));
  const at::Tensor rows = at::cat(parts, 1);
  const at::Tensor index =
      at::arange(-kWindowMargin, frames + kWindowMargin, at::kLong).clamp(0, frames - 1).to(rows.device());
  return rows.index_select(0, index).t().contiguous();
}

at::Tensor coefficientWindows(const at::Tensor& columns) {
  return columns.unfold(1, kWindow, 1).transpose(0, 1);
}

at::Tensor sourceWindow(const at::Tensor& source, bool cropParameters) {
  const at::Tensor row = source.slice(0, 0, cropParameters ? 73 : 70);
  return row.reshape({1, -1, 1}).expand({1, row.size(0), kWindow});
}

}  // namespace orator::render::facevid2vid
