#pragma once

#include "core/render/facevid2vid/frame_arithmetic.h"
#include "core/render/facevid2vid/host/decoder.h"
#include "core/render/facevid2vid/host/dense_motion.h"

namespace orator::render::facevid2vid {
class Generator;
}

namespace orator::render::facevid2vid::host {

/// The generator on a CPU: the same arithmetic as facevid2vid::Generator, rearranged. Differs from it by
/// rounding (about 1e-5 of the picture's range). Works on one frame at a time, so a frame's values never
/// depend on its batch. Holds about 1.2 GB of transformed weights. Not thread-safe.
class Generator : public FrameArithmetic {
 public:
  explicit Generator(const facevid2vid::Generator& generator);
  void prepare(const at::Tensor& feature, const at::Tensor& source) override;
  at::Tensor render(const at::Tensor& driving) override;

  /// Parts of a frame, for measurements.
  void runMotion(const float* driving);
  void runMiddle();
  at::Tensor runDecoder();
  struct Products {
    double motion, middle, decoder;
  };
  /// Multiply-adds of the convolutions of a frame.
  Products products() const;

 private:
  Volume warped(), feature();

  DenseMotion motion_;
  Convolution third_;
  Projection fourth_;
  Decoder decoder_;
  Workspace workspace_;
  Index height_ = 0, width_ = 0;
  Buffer warped_, feature_, occlusion_;
};

}  // namespace orator::render::facevid2vid::host
