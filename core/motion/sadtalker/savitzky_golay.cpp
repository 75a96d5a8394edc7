#include "core/motion/sadtalker/savitzky_golay.h"

#include <ATen/ATen.h>

#include "core/tensor/shape.h"

namespace orator::motion::sadtalker {
namespace {

/// Row i gives, from the values of one window, the least-squares parabola at position i: [window, window].
at::Tensor fitMatrix(std::int64_t window) {
  const at::Tensor t = at::arange(window, at::kDouble) - (double(window) - 1) / 2;
  const at::Tensor powers = at::stack({at::ones_like(t), t, t * t}, 1);
  return powers.matmul(at::linalg_inv(powers.t().matmul(powers))).matmul(powers.t());
}

}  // namespace

at::Tensor savitzkyGolay(const at::Tensor& track) {
  tensor::expectShape("track", track, {"T", "C"});
  const std::int64_t frames = track.size(0);
  const std::int64_t window = std::min<std::int64_t>(13, frames - (1 - frames % 2));
  if (window < 3) return track.clone();
  const std::int64_t half = window / 2;
  const at::Tensor fit = fitMatrix(window);
  const at::Tensor x = track.to(at::kDouble);
  const at::Tensor windows = x.unfold(0, window, 1);  // [T - window + 1, C, window]
  const at::Tensor middle = windows.matmul(fit[half]);
  const at::Tensor head = fit.slice(0, 0, half).matmul(x.slice(0, 0, window));
  const at::Tensor tail = fit.slice(0, half + 1).matmul(x.slice(0, frames - window));
  return at::cat({head, middle, tail}, 0).to(track.scalar_type());
}

}  // namespace orator::motion::sadtalker
