#include "core/render/mesh/lattice.h"

#include <opencv2/core/hal/intrin.hpp>

namespace orator::render::mesh {

namespace {

constexpr int kCellBorder = 2;

/// Cell left of a pixel's centre and the place between it and the next.
struct Place {
  int cell, phase;
};
Place placeOf(int offset, int step) {
  const int twice = 2 * offset + 1 - step;
  const int cell = twice >= 0 ? twice / (2 * step) : -1;
  return {cell, (twice - 2 * step * cell) / 2};
}

}  // namespace

Lattice::Lattice(const cv::Mat2f& cells, int step, cv::Point origin) : step_(step), origin_(origin) {
  cv::copyMakeBorder(cells, cells_, kCellBorder, kCellBorder, kCellBorder, kCellBorder, cv::BORDER_REPLICATE);
  weights_.resize(std::size_t(step));
  for (int k = 0; k < step; ++k) {
    const float t = (float(2 * k) + (step % 2 ? 0.f : 1.f)) / float(2 * step);
    const float w[4] = {((-0.5f * t + 1) * t - 0.5f) * t, (1.5f * t - 2.5f) * t * t + 1,
                        ((-1.5f * t + 2) * t + 0.5f) * t, (0.5f * t - 0.5f) * t * t};
    for (int i = 0; i < 4; ++i) weights_[k][2 * i] = weights_[k][2 * i + 1] = w[i];
  }
}

void Lattice::row(int x, int y, int count, cv::Vec2f* out) const {
  const Place vertical = placeOf(y - origin_.y, step_);
  Place place = placeOf(x - origin_.x, step_);
  const int first = place.cell - 1 + kCellBorder,
            last = placeOf(x + count - 1 - origin_.x, step_).cell + 2 + kCellBorder;
  const float* rows[4];
  for (int k = 0; k < 4; ++k)
    rows[k] = reinterpret_cast<const float*>(cells_[vertical.cell - 1 + kCellBorder + k] + first);
  const float* w = weights_[vertical.phase].data();
  const int numbers = 2 * (last - first + 1);
  cv::AutoBuffer<float, 1024> line(static_cast<std::size_t>(numbers));
  int i = 0;
  for (; i + 4 <= numbers; i += 4)
    cv::v_store(line.data() + i, cv::v_load(rows[0] + i) * cv::v_setall_f32(w[0]) +
                                     cv::v_load(rows[1] + i) * cv::v_setall_f32(w[2]) +
                                     cv::v_load(rows[2] + i) * cv::v_setall_f32(w[4]) +
                                     cv::v_load(rows[3] + i) * cv::v_setall_f32(w[6]));
  for (; i < numbers; ++i)
    line[std::size_t(i)] = rows[0][i] * w[0] + rows[1][i] * w[2] + rows[2][i] * w[4] + rows[3][i] * w[6];
  const float* taps = line.data();
  for (i = 0; i < count; ++i) {
    w = weights_[place.phase].data();
    const cv::v_float32x4 sum = cv::v_load(taps) * cv::v_load(w) + cv::v_load(taps + 4) * cv::v_load(w + 4);
    cv::v_store_low(reinterpret_cast<float*>(out + i), sum + cv::v_rotate_right<2>(sum));
    if (++place.phase == step_) place.phase = 0, taps += 2;
  }
}

cv::Vec2f Lattice::at(cv::Point pixel) const {
  cv::Vec2f result;
  row(pixel.x, pixel.y, 1, &result);
  return result;
}

}  // namespace orator::render::mesh
