#pragma once

#include <algorithm>
#include <string_view>

namespace orator {

/// What has to be done again when a parameter changes.
enum class ParamCost {
  instant,   ///< microseconds a frame
  motion,    ///< a run of the motion model, seconds
  renderer,  ///< the renderer is prepared again, and every frame
  film,      ///< nothing before the film is rendered
};

/// One number a user can set. Declared once, it feeds the slider, the command line, the validation and the
/// help.
struct ParamSpec {
  std::string_view name;   ///< as in JSON and, with dashes, on the command line: "blink_strength"
  std::string_view label;  ///< as on the slider: "Blink strength"
  double defaultValue;
  double minimum;
  double maximum;
  double step;
  std::string_view unit;         ///< "", "per minute", "px", ...
  std::string_view description;  ///< one sentence: what it does
  ParamCost cost = ParamCost::instant;

  double clamped(double value) const { return std::clamp(value, minimum, maximum); }
  bool accepts(double value) const { return value >= minimum && value <= maximum; }
};

}  // namespace orator
