#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

/// The three custom operators of MediaPipe's attention mesh. Options are FlexBuffers maps.
namespace orator::face::graph {

struct LandmarkTransformOptions {
  int leftIndex = 0, rightIndex = 0;  ///< the line that shall become level
  float targetRotationRadians = 0;
  std::vector<int> subset;  ///< landmarks whose bounding box is cut out
  float scaleX = 1, scaleY = 1;
  int outputWidth = 1, outputHeight = 1;
};
LandmarkTransformOptions readLandmarkTransformOptions(const std::vector<std::uint8_t>& flexbuffer);

/// @param landmarks float32, rows of x y z @return [1, 4, 4]: output pixels to input pixels
at::Tensor landmarksToMatrix(const at::Tensor& landmarks, const LandmarkTransformOptions& options);

/// Output pixel (x, y) samples at M*(x+0.5, y+0.5)-0.5, bilinear, 0 outside the picture.
/// @param input [1, C, H, W] @param matrix [1, 4, 4] @return [1, C, height, width]
at::Tensor transformBilinear(const at::Tensor& input, const at::Tensor& matrix, int height, int width);

/// x, y through the matrix, other components kept. @param landmarks float32 of n*components values
at::Tensor transformLandmarks(const at::Tensor& landmarks, const at::Tensor& matrix, int components);

}  // namespace orator::face::graph
