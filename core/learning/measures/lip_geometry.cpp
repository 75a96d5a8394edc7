#include "core/learning/measures/lip_geometry.h"

#include <ATen/ATen.h>

#include <array>
#include <cmath>

#include "core/face/face_mesh.h"

namespace orator::learning {
namespace {

/// Outer and inner lips, the chin and the lower jaw line of the canonical mesh.
constexpr std::array kMouthPoints{61,  146, 91,  181, 84,  17,  314, 405, 321, 375, 291, 409, 270, 269,
                                  267, 0,   37,  39,  40,  185, 78,  95,  88,  178, 87,  14,  317, 402,
                                  318, 324, 308, 415, 310, 311, 312, 13,  82,  81,  80,  191, 152, 148,
                                  176, 149, 150, 377, 400, 378, 379, 18,  200, 199, 175, 57,  287, 164};

}  // namespace

LipGeometry lipGeometry(const face::FaceModel& model) {
  const auto mean = at::from_blob(const_cast<float*>(model.mean.ptr<float>()), {face::kLandmarkCount, 3});
  const auto expression = at::from_blob(const_cast<float*>(model.expression.ptr<float>()),
                                        {face::kExpressionCount, face::kLandmarkCount, 3});
  const float height = (mean[face::kForeheadTop] - mean[face::kChin]).norm().item<float>();
  const auto along = [&](int from, int to) {
    const at::Tensor difference = mean[to] - mean[from];
    const float length = difference.norm().item<float>();
    return std::pair(length, difference / std::max(length, 1e-6f));
  };
  LipGeometry geometry;
  // Closed lips have no direction of their own: they part along the height of the face.
  const at::Tensor up = along(face::kChin, face::kForeheadTop).second;
  geometry.neutralOpening =
      ((mean[face::kUpperLipMiddle] - mean[face::kLowerLipMiddle]) * up).sum().item<float>() / height;
  geometry.opening =
      at::matmul(expression.select(1, face::kUpperLipMiddle) - expression.select(1, face::kLowerLipMiddle),
                 up) /
      height;
  const auto [width, across] = along(face::kLeftMouthCorner, face::kRightMouthCorner);
  geometry.neutralWidth = width / height;
  geometry.width =
      at::matmul(expression.select(1, face::kRightMouthCorner) - expression.select(1, face::kLeftMouthCorner),
                 across) /
      height;
  const at::Tensor points = at::tensor(std::vector<std::int64_t>(kMouthPoints.begin(), kMouthPoints.end()));
  geometry.lipPoints = expression.index_select(1, points).flatten(1) / height;
  return geometry;
}

}  // namespace orator::learning
