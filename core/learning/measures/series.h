#pragma once

#include <ATen/core/Tensor.h>

#include <span>

namespace orator::learning {

/// The values of a contiguous f32 [T] tensor, which must outlive the span.
inline std::span<const float> series(const at::Tensor& curve) {
  return {curve.data_ptr<float>(), std::size_t(curve.numel())};
}

}  // namespace orator::learning
