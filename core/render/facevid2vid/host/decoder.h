#pragma once

#include <memory>
#include <vector>

#include "core/render/facevid2vid/host/convolution.h"

namespace orator::render::facevid2vid {
class Spade;
class SpadeBlock;
class SpadeDecoder;
}  // namespace orator::render::facevid2vid

namespace orator::render::facevid2vid::host {

/// Mean and 1 / standard deviation of every channel: what an instance norm subtracts and multiplies by.
struct Statistics {
  at::Tensor mean, scale;  ///< [channels]
  static Statistics of(const Volume& x);
};

/// The SPADE decoder on a CPU: gamma and beta are never stored, they meet the normalised picture as they
/// leave their convolution; the maps at larger sizes are convolved at the small one; a shortcut's beta is
/// folded into its 1x1 convolution; spectral norms are divided out.
class Decoder {
 public:
  explicit Decoder(const SpadeDecoder& decoder);
  ~Decoder();
  /// @param feature [h, w] of 256 channels @return [3, 4h, 4w] RGB 0..1
  at::Tensor run(const Volume& feature, Workspace& workspace);
  /// Multiplications of one run in convolutions.
  double products(const Volume& feature) const;

 private:
  struct MiddleBlock;
  struct EnlargingBlock;
  void runMiddle(const MiddleBlock& block, const Volume& hidden, const Volume& x, Workspace& workspace);
  Volume runEnlarging(const EnlargingBlock& block, const Volume& feature, const Volume& x, Buffer& result,
                      Workspace& workspace);

  Convolution first_, image_, middleShared_;
  std::vector<MiddleBlock> middle_;
  std::vector<EnlargingBlock> enlarging_;
  Buffer x_, hidden_, modulated_, between_, shortcut_, up_, rgb_;
};

}  // namespace orator::render::facevid2vid::host
