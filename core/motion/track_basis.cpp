#include "core/motion/track_basis.h"

#include <algorithm>

#include "core/face/expression_names.h"
#include "core/motion/track_io.h"

namespace orator::motion {
namespace {

face::ExpressionCoefficients expressionOf(const CoefficientRow& row) {
  face::ExpressionCoefficients out;
  std::copy_n(row.begin(), face::kExpressionCount, out.begin());
  return out;
}

}  // namespace

bool isBfmBasis(const std::string& basis) {
  return basis == "bfm" || basis == kUnnamedBasis;
}

MotionTrack toStudioBasis(const MotionTrack& track, const face::ExpressionMap& map,
                          const CoefficientRow& portrait) {
  MotionTrack out = track;
  out.basis = "studio";
  out.source = portrait;
  const face::ExpressionCoefficients rest = expressionOf(track.source);
  for (std::size_t t = 0; t < track.rows.size(); ++t) {
    const face::ExpressionCoefficients change = map.studioChange(rest, expressionOf(track.rows[t]));
    for (std::size_t k = 0; k < kCoefficientCount; ++k)
      out.rows[t][k] =
          portrait[k] + (k < face::kExpressionCount ? change[k] : track.rows[t][k] - track.source[k]);
    if (!track.gaze[0].empty()) {
      out.rows[t][face::kGazeHorizontal] += track.gaze[0][t];
      out.rows[t][face::kGazeVertical] += track.gaze[1][t];
    }
  }
  for (std::size_t axis = 0; axis < 3; ++axis)
    for (float& angle : out.replacedAngles[axis])
      angle += portrait[kAngleColumn + axis] - track.source[kAngleColumn + axis];
  return out;
}

}  // namespace orator::motion
