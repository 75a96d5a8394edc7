#include "core/face/graph/landmark_operators.h"

#include <ATen/ops/from_blob.h>
#include <ATen/ops/zeros.h>
#include <gtest/gtest.h>

#include <cmath>

namespace orator::face::graph {
namespace {

at::Tensor tensor(std::vector<float> values, std::vector<std::int64_t> shape) {
  return at::from_blob(values.data(), shape, at::kFloat).clone();
}

at::Tensor translation(float x, float y, float scale = 1) {
  return tensor({scale, 0, 0, x, 0, scale, 0, y, 0, 0, 1, 0, 0, 0, 0, 1}, {1, 4, 4});
}

TEST(LandmarkOperators, MatrixMapsTheOutputSquareOntoTheBoundingBox) {
  // A level line and a box from (10, 20) to (30, 60).
  const at::Tensor landmarks = tensor({10, 20, 0, 30, 20, 0, 10, 60, 0, 30, 60, 0}, {1, 12});
  LandmarkTransformOptions options;
  options.rightIndex = 1;
  options.subset = {0, 1, 2, 3};
  options.outputWidth = options.outputHeight = 8;
  const at::Tensor matrix = landmarksToMatrix(landmarks, options);
  const float* m = matrix.data_ptr<float>();
  EXPECT_NEAR(m[0] * 0 + m[1] * 0 + m[3], 10, 1e-4);
  EXPECT_NEAR(m[4] * 0 + m[5] * 0 + m[7], 20, 1e-4);
  EXPECT_NEAR(m[0] * 8 + m[1] * 8 + m[3], 30, 1e-4);
  EXPECT_NEAR(m[4] * 8 + m[5] * 8 + m[7], 60, 1e-4);
}

TEST(LandmarkOperators, MatrixLevelsATurnedLine) {
  const float angle = 0.4f;
  const at::Tensor landmarks = tensor({0, 0, 0, 20 * std::cos(angle), 20 * std::sin(angle), 0}, {1, 6});
  LandmarkTransformOptions options;
  options.rightIndex = 1;
  options.subset = {0, 1};
  options.outputWidth = options.outputHeight = 10;
  options.scaleX = options.scaleY = 1;
  const at::Tensor matrix = landmarksToMatrix(landmarks, options);
  const float* m = matrix.data_ptr<float>();
  // The middle of the left edge and of the right edge are the two points.
  EXPECT_NEAR(m[0] * 10 + m[1] * 5 + m[3], 20 * std::cos(angle), 1e-3);
  EXPECT_NEAR(m[4] * 10 + m[5] * 5 + m[7], 20 * std::sin(angle), 1e-3);
}

TEST(LandmarkOperators, BilinearSamplingReadsBetweenPixelsAndZeroOutside) {
  const at::Tensor input = tensor({0, 1, 2, 3}, {1, 1, 2, 2});
  const at::Tensor shifted = transformBilinear(input, translation(0.5f, 0), 1, 2);
  EXPECT_NEAR(shifted[0][0][0][0].item<float>(), 0.5f, 1e-6);
  EXPECT_EQ(shifted[0][0][0][1].item<float>(), 0);  // x = 1.5 lies outside
}

TEST(LandmarkOperators, LandmarksKeepTheirDepth) {
  const at::Tensor moved =
      transformLandmarks(tensor({1, 2, 7, 3, 4, 8}, {1, 2, 3}), translation(10, 20, 2), 3);
  const std::vector<float> expected{12, 24, 7, 16, 28, 8};
  for (int i = 0; i < 6; ++i) EXPECT_NEAR(moved.data_ptr<float>()[i], expected[i], 1e-5);
}

}  // namespace
}  // namespace orator::face::graph
