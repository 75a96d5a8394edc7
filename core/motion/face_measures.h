#pragma once

#include "core/face/face_model.h"
#include "core/motion/motion_track.h"

namespace orator::motion {

/// Times an expression of the model's basis: how far its lids are shut, 0 open .. 1 shut.
face::ExpressionCoefficients lidClosure(const face::FaceModel& model);

/// Reads the gap between the lips out of coefficients and closes it. Linear algebra on two vertices: under a
/// microsecond a row. A model without vertices has no gap. Immutable.
class MouthGauge {
 public:
  explicit MouthGauge(const face::FaceModel& model);
  /// Distance of the inner lips over the height of the face; negative where they are pressed together.
  float opening(const CoefficientRow& row) const;
  /// Takes from the row what opens the mouth beyond `limit`, most from the actions that open it most in life.
  void close(CoefficientRow& row, float limit) const;
  /// Takes from the row what presses the lips beyond `least`, in the same way.
  void part(CoefficientRow& row, float least) const;

 private:
  float rest_ = 0;
  face::ExpressionCoefficients gain_{};   ///< of the opening
  face::ExpressionCoefficients share_{};  ///< added per unit of closing
};

}  // namespace orator::motion
