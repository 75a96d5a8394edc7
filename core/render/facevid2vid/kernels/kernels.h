#pragma once

#include <cstdint>

namespace orator::render::facevid2vid::kernels {

using Index = std::int64_t;

/// A product of matrices whose left side lies in memory more than once: row r, tap t reads `depth` values
/// from a + r * rowStride + offsets[t]. With one tap it is an ordinary product; with nine it is a 3x3
/// convolution over a padded picture.
struct Product {
  Index rows, depth, taps, columns;  ///< columns: a multiple of 16
  const float* a;
  Index rowStride;
  const Index* offsets;
  const float* b;  ///< packed by Kernels::pack
  float* c;        ///< [rows, columns], overwritten
  Index cStride;
};

/// Channel loops in the widest vectors of the processor. Pictures are NHWC, so the channels of a pixel lie
/// together; their count is a multiple of 16. All functions are pure and may run in parallel.
struct Kernels {
  const char* name;

  /// Floats that pack() writes.
  Index (*packedSize)(Index taps, Index depth, Index columns);
  /// @param b [taps * depth, columns] row-major
  void (*pack)(const float* b, Index taps, Index depth, Index columns, float* packed);
  void (*product)(const Product& product);

  /// Input side of Winograd's F(2x2, 3x3) and F(4x4, 3x3).
  /// @param pixels the 4x4 or 6x6 pixels of a tile, row by row @param v one value a channel and position
  void (*input2)(const float* const* pixels, Index channels, float* v, Index positionStride);
  void (*input4)(const float* const* pixels, Index channels, float* v, Index positionStride);
  /// Output side: the products of a tile to its 2x2 or 4x4 pixels. @param tile [pixels, channels]
  void (*output2)(const float* m, Index positionStride, Index channels, float* tile);
  void (*output4)(const float* m, Index positionStride, Index channels, float* tile);
  /// A convolution 3x3 over a picture enlarged by nearest neighbour needs three numbers a pixel and axis:
  /// left neighbour minus pixel, pixel, right neighbour minus pixel. @param pixels 3x3 @param v 9 positions
  void (*inputEnlarged)(const float* const* pixels, Index channels, float* v, Index positionStride);
  /// The 3x3 different results a pixel of the small picture gives: both axes before, at and behind the
  /// middle. For factor 2 the middle ones do not occur. @param tile [9, channels]
  void (*outputEnlarged)(const float* m, Index positionStride, Index channels, float* tile);

  /// out = act(x + bias + residual), act(v) = v > 0 ? v : slope * v. @param residual may be null
  void (*finish)(const float* x, const float* bias, const float* residual, float slope, Index channels,
                 float* out);
  /// out = act((x - mean) * scale * (1 + gamma) + beta). @param beta may be null
  void (*modulate)(const float* gamma, const float* beta, const float* gammaBias, const float* betaBias,
                   const float* x, const float* mean, const float* scale, float slope, Index channels,
                   float* out);
  /// Sums of (x - shift) and of its square over rows, added to `sum` and `squares`.
  void (*sums)(const float* x, Index rows, Index channels, const float* shift, double* sum, double* squares);
  /// out = weights[0] * corners[0] + ... + weights[7] * corners[7]
  void (*blend8)(const float* const* corners, const float* weights, Index channels, float* out);
  /// out = the mean of four pixels
  void (*mean4)(const float* a, const float* b, const float* c, const float* d, Index channels, float* out);
};

/// Of this processor, chosen once.
const Kernels& kernels();

/// Every implementation this processor can run, the one of kernels() first; for tests.
const Kernels* const* available(int& count);

}  // namespace orator::render::facevid2vid::kernels
