#pragma once

#include <array>
#include <functional>
#include <vector>

#include "core/render/facevid2vid/host/volume.h"

namespace orator::render::facevid2vid::host {

/// How a convolution of kernel 3 in the plane is computed; each is an exact rearrangement.
enum class Method {
  winograd4,  ///< F(4x4, 3x3): 36 products for 16 pixels
  winograd2,  ///< F(2x2, 3x3): 16 products for 4 pixels, less memory for the weights
  enlarged,   ///< over a picture enlarged by nearest neighbour: 9 products for a small pixel
};

/// Working memory that convolutions share; one a thread of callers.
struct Workspace {
  Buffer v, m;
};

/// One tile of the result: `size` x `size` pixels of all output channels, pixel after pixel, without the
/// bias. The first pixel stands at (y, x); pixels beyond the picture are to be left out. For Method::enlarged
/// (y, x) is the small pixel and the tile holds its 3x3 different results.
struct Tile {
  Index z, y, x;
  Index size;
  float* values;
};
/// Called from several threads at once, each time with another tile; may overwrite the values.
using TileSink = std::function<void(const Tile&)>;

/// A convolution 3x3 or 3x3x3, stride 1, padding 1, with the weights transformed once.
class Convolution {
 public:
  /// @param weight [out, in, 3, 3] or [out, in, 3, 3, 3], float32 or float64; out is padded to a multiple of
  /// 16
  /// @param bias [out] or undefined
  Convolution(const at::Tensor& weight, const at::Tensor& bias, Method method);

  Index outputs() const { return outputs_; }  ///< of the padded tile
  const float* bias() const;                  ///< [outputs()]
  void run(const Volume& in, Workspace& workspace, const TileSink& sink) const;
  /// Multiplications (with their additions) of one run, for the statistics.
  double products(const Volume& in) const;

 private:
  Index inputs_, outputs_, taps_;
  Method method_;
  at::Tensor weight_;  ///< [positions] packed
  at::Tensor bias_;
};

/// A product with a matrix for every pixel: a 1x1 convolution.
class Projection {
 public:
  /// @param weight [out, in] or [out, in, 1, 1]; out a multiple of 16 @param bias [out] or undefined
  Projection(const at::Tensor& weight, const at::Tensor& bias);
  const float* bias() const;
  /// @param out of `out` channels; without the bias
  void run(const Volume& in, const Volume& out) const;
  double products(const Volume& in) const { return double(in.pixels() * inputs_ * outputs_); }

 private:
  Index inputs_, outputs_;
  at::Tensor weight_, bias_;
};

/// Writes act(tile + bias + residual), act(v) = v > 0 ? v : slope * v. @param residual may have no data
TileSink written(const Convolution& convolution, const Volume& out, float slope, const Volume& residual = {});
/// The same at every pixel that a small pixel becomes. @param factor 2 or 4
TileSink writtenEnlarged(const Convolution& convolution, const Volume& out, float slope, int factor);

}  // namespace orator::render::facevid2vid::host
