#include "core/render/facevid2vid/coefficient_windows.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <numbers>

#include "core/render/facevid2vid/mapping_net.h"

namespace orator::render::facevid2vid {
namespace {

/// Rows as columns, the same crop parameters below each. @param rows [n, 70] @return [70 or 73, n]
at::Tensor columnsOf(const at::Tensor& rows, const at::Tensor& cropParameters) {
  if (!cropParameters.defined()) return rows.t().contiguous();
  return at::cat({rows, cropParameters.unsqueeze(0).expand({rows.size(0), 3})}, 1).t().contiguous();
}

}  // namespace

TrackStretch stretchOf(const motion::MotionTrack& track, std::int64_t begin, std::int64_t frames,
                       const at::Tensor& cropParameters) {
  const auto rowOf = [&](std::int64_t column) {
    return std::size_t(std::clamp<std::int64_t>(begin - kRowReach + column, 0, track.frames() - 1));
  };
  const std::int64_t count = frames + 2 * kRowReach;
  const at::Tensor rows = at::empty({count, motion::kCoefficientCount});
  for (std::int64_t i = 0; i < count; ++i)
    std::copy_n(track.rows[rowOf(i)].begin(), motion::kCoefficientCount, rows[i].data_ptr<float>());

  TrackStretch stretch;
  at::Tensor* const pose[] = {&stretch.pose.pitch, &stretch.pose.yaw, &stretch.pose.roll};  // as in a row
  for (int axis = 0; axis < 3; ++axis) {
    const std::vector<float>& replaced = track.replacedAngles[std::size_t(axis)];
    if (replaced.empty()) continue;
    const at::Tensor angles = rows.select(1, motion::kAngleColumn + axis);
    *pose[axis] = angles.slice(0, kRowReach, kRowReach + frames) * (180 / std::numbers::pi);
    for (std::int64_t i = 0; i < count; ++i) angles[i] = replaced[rowOf(i)];
  }
  stretch.columns = columnsOf(rows, cropParameters);
  return stretch;
}

at::Tensor coefficientWindows(const at::Tensor& columns) {
  return columns.unfold(1, kWindow, 1).transpose(0, 1);
}

at::Tensor sourceWindow(const motion::CoefficientRow& row, const at::Tensor& cropParameters) {
  const at::Tensor one = at::tensor(at::ArrayRef<float>(row.data(), row.size())).unsqueeze(0);
  return columnsOf(one, cropParameters).unsqueeze(0).expand({1, -1, kWindow});
}

}  // namespace orator::render::facevid2vid
