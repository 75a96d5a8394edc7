#pragma once

#include <ATen/core/Tensor.h>

namespace orator::render::facevid2vid {

/// How rows of coefficients become the renderer's input.
struct WindowSettings {
  bool cropParameters = false;  ///< append the portrait's s, tx, ty (full, extfull): 73 columns instead of 70
  double expressionScale = 1;   ///< of columns 0..63 of the track, never of the portrait
  bool still = false;           ///< take pose (and crop parameters) from the portrait
};

/// The track with the settings applied and 13 columns of margin on each side, which repeat its ends.
/// @param track [T, 70] @param source [73] row of the portrait @return [70 or 73, T + 26]
at::Tensor coefficientColumns(const at::Tensor& track, const at::Tensor& source,
                              const WindowSettings& settings);

/// One window a frame, a view of the columns. @param columns of coefficientColumns @return [T, 70 or 73, 27]
at::Tensor coefficientWindows(const at::Tensor& columns);

/// The portrait's own window: its row 27 times. @return [1, 70 or 73, 27]
at::Tensor sourceWindow(const at::Tensor& source, bool cropParameters);

}  // namespace orator::render::facevid2vid
