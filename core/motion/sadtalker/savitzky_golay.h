#pragma once

#include <ATen/core/Tensor.h>

namespace orator::motion::sadtalker {

/// Savitzky-Golay smoothing along dimension 0: window 13, order 2; clips under 13 frames take the largest odd
/// window that fits, under 3 frames they are given back unchanged. Edges follow the polynomial of the first
/// and last window.
/// @param track [T, C] @return [T, C]
at::Tensor savitzkyGolay(const at::Tensor& track);

}  // namespace orator::motion::sadtalker
