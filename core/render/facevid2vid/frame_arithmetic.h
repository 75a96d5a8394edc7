#pragma once

#include <ATen/core/Tensor.h>

namespace orator::render::facevid2vid {

/// One arrangement of the generator's arithmetic, for one kind of device. What NeuralFace asks of it, and all
/// it knows of it. Not thread-safe.
class FrameArithmetic {
 public:
  virtual ~FrameArithmetic() = default;
  /// A portrait; replaces the one before.
  /// @param feature [1, 32, 16, h, w], what SourceEncoder makes of it @param source [1, 15, 3] its key points
  virtual void prepare(const at::Tensor& feature, const at::Tensor& source) = 0;
  /// @param driving [B, 15, 3] key points @return [B, 3, 4h, 4w] RGB 0..1, float32
  virtual at::Tensor render(const at::Tensor& driving) = 0;
};

}  // namespace orator::render::facevid2vid
