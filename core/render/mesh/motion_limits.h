#pragma once

#include <array>

#include "core/face/portrait_quality.h"
#include "core/motion/motion_track.h"

namespace orator::render::mesh {

/// How far a portrait can follow a motion before it tears: less the farther the head is turned already and
/// the more of it the borders cut, and never further into its hidden side. Immutable.
class MotionLimits {
 public:
  explicit MotionLimits(const face::PortraitQuality& quality);

  /// The row that is shown in place of `row`: the same where nothing is held back.
  motion::CoefficientRow applied(const motion::CoefficientRow& source,
                                 const motion::CoefficientRow& row) const;

  float expression() const { return expression_; }  ///< factor of what the skin does, 0..1
  bool opensMouth() const { return opensMouth_; }
  bool blinks(int eye) const { return blinks_[std::size_t(eye)]; }  ///< 0 left, 1 right

 private:
  float turn_ = 1, nod_ = 1, shift_ = 1;  ///< factors of yaw, pitch and translation, 0..1
  float expression_ = 1;
  std::array<float, 2> away_{};    ///< pitch, yaw: most radians further into the hidden side
  std::array<float, 2> hidden_{};  ///< the sign that side lies on; 0 for none
  bool opensMouth_ = true;
  std::array<bool, 2> blinks_{true, true};
};

}  // namespace orator::render::mesh
