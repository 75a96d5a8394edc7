#pragma once

#include <ATen/core/Tensor.h>

#include "core/face/face_model.h"

namespace orator::learning {

/// What expression coefficients do to the mouth, as matrices: the model is linear, so losses on landmarks
/// are. Head coordinates; lengths are divided by the height of the neutral face (points 10 to 152).
struct LipGeometry {
  at::Tensor opening;        ///< f32 [64] change of the inner lips' distance (13 above 14)
  at::Tensor width;          ///< f32 [64] change of the corners' distance (61 to 291)
  at::Tensor lipPoints;      ///< f32 [64, 3 P] displacement of the lips, chin and jaw line
  float neutralOpening = 0;  ///< of the mean face, about 0
  float neutralWidth = 0;
};

LipGeometry lipGeometry(const face::FaceModel& model);

}  // namespace orator::learning
