#include "core/render/mesh/motion_limits.h"

#include <algorithm>
#include <cmath>

#include "core/render/mesh/tuning.h"

namespace orator::render::mesh {
namespace {

/// Most radians further away from the front; shrinks to a tenth of a degree.
float mostAway(float degrees) {
  const float free = 1 - smoothStep(limits::kFreeDegrees, limits::kNoFurtherDegrees, degrees);
  return std::max(limits::kWidestAway * free * free, limits::kLeastAway);
}

float heldBy(float cut) {
  return 1 - (1 - limits::kCutLeaves) * cut;
}

}  // namespace

MotionLimits::MotionLimits(const face::PortraitQuality& quality)
    : opensMouth_(quality.showsLips()), blinks_{quality.showsEye(0), quality.showsEye(1)} {
  const float pitch = quality.pitchDegrees - limits::kLevelPitchDegrees, yaw = quality.yawDegrees;
  const float free = 1 - smoothStep(limits::kFreeDegrees, limits::kStillDegrees, std::hypot(yaw, pitch));
  const auto& [left, top, right, bottom] = quality.cut;
  turn_ = free * heldBy(std::max(left, right));
  nod_ = free * heldBy(std::max({left, top, right, bottom}));
  shift_ = heldBy(std::max({left, top, right, bottom}));
  // Beyond the outline of a turned face lies the background, which must not be drawn along.
  expression_ =
      1 - limits::kTurnedLoses * smoothStep(limits::kNoFurtherDegrees, limits::kStillDegrees, std::abs(yaw));
  const std::array degrees{pitch, yaw};
  for (std::size_t axis = 0; axis < degrees.size(); ++axis) {
    if (std::abs(degrees[axis]) <= limits::kFreeDegrees) continue;
    hidden_[axis] = degrees[axis] > 0 ? 1.f : -1.f;
    away_[axis] = mostAway(std::abs(degrees[axis]));
  }
}

motion::CoefficientRow MotionLimits::applied(const motion::CoefficientRow& source,
                                             const motion::CoefficientRow& row) const {
  motion::CoefficientRow result = row;
  const auto scaled = [&](std::size_t column, float factor) {
    if (factor < 1) result[column] = source[column] + factor * (row[column] - source[column]);
  };
  scaled(motion::kAngleColumn, nod_);
  scaled(motion::kAngleColumn + 1, turn_);
  for (std::size_t axis = 0; axis < 3; ++axis) scaled(motion::kTranslationColumn + axis, shift_);
  for (std::size_t axis = 0; axis < hidden_.size(); ++axis) {
    const std::size_t column = motion::kAngleColumn + axis;
    const float further = (result[column] - source[column]) * hidden_[axis];
    // Without a kink, so that a head that sways does not knock against the limit.
    if (further > 0)
      result[column] = source[column] + hidden_[axis] * away_[axis] * std::tanh(further / away_[axis]);
  }
  return result;
}

}  // namespace orator::render::mesh
