#pragma once

#include <algorithm>

#include "core/face/face_model.h"
#include "core/motion/motion_track.h"

namespace orator::motion {

/// Expression and pose of a fitted face as a row of a track, in the basis of its face model.
inline CoefficientRow rowOf(const face::ExpressionCoefficients& expression, const face::HeadPose& pose) {
  CoefficientRow row{};
  std::copy(expression.begin(), expression.end(), row.begin());
  for (int axis = 0; axis < 3; ++axis) {
    row[std::size_t(kAngleColumn + axis)] = pose.anglesRadians[axis];
    row[std::size_t(kTranslationColumn + axis)] = pose.translation[axis];
  }
  return row;
}

}  // namespace orator::motion
