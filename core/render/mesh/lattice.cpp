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
  const auto& down = weights_[vertical.phase];
  Place place = placeOf(x - origin_.x, step_);
  const int first = place.cell - 1 + kCellBorder,
            last = placeOf(x + count - 1 - origin_.x, step_).cell + 2 + kCellBorder;
  cv::AutoBuffer<cv::Vec2f, 512> line(std::size_t(last - first + 1));
  const cv::Vec2f* rows[4];
  for (int k = 0; k < 4; ++k) rows[k] = cells_[vertical.cell - 1 + kCellBorder + k] + first;
  for (int i = 0; i <= last - first; ++i)
    line[i] = rows[0][i] * down[0] + rows[1][i] * down[2] + rows[2][i] * down[4] + rows[3][i] * down[6];
  const float* taps = reinterpret_cast<const float*>(line.data());
  for (int i = 0; i < count; ++i) {
    const float* w = weights_[place.phase].data();
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
