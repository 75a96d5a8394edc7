#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace orator {

/// The parts of the pipeline in the order in which a film is made. What a parameter invalidates is the first
/// of them that has to be done again when it changes; those behind it follow.
enum class PipelinePart {
  portrait,  ///< the picture is analysed again
  voice,     ///< the voice is read again
  motion,    ///< a run of the motion model, seconds
  track,     ///< settings applied to the motion, microseconds a frame
  renderer,  ///< the renderer is prepared again, and every frame
  film,      ///< nothing before the film is rendered
};

inline constexpr std::array<std::string_view, 6> kPipelinePartNames{"portrait", "voice",    "motion",
                                                                    "track",    "renderer", "film"};

/// What is to be said of one value a user can set. Declared once, it feeds the slider, the command line, the
/// validation and the help.
struct ParamSpec {
  std::string_view name;     ///< unique; as in JSON and, with dashes, on the command line: "blink_strength"
  std::string_view label{};  ///< as on the slider: "Blink strength"
  double defaultValue = 0;
  double minimum = 0;
  double maximum = 0;
  double step = 1;
  double leastButMinimum = 0;      ///< above 0: only the minimum lies below it (0 or 64 px and more)
  std::string_view unit{};         ///< "", "per minute", "px", ...
  std::string_view description{};  ///< one sentence: what it does
  PipelinePart invalidates = PipelinePart::track;

  /// The nearest value that accepts() takes; the default for what is no number.
  double clamped(double value) const {
    if (value != value) return defaultValue;
    if (leastButMinimum > 0 && value > minimum && value < leastButMinimum) return leastButMinimum;
    return std::clamp(value, minimum, maximum);
  }
  bool accepts(double value) const {
    const bool inGap = leastButMinimum > 0 && value > minimum && value < leastButMinimum;
    return value >= minimum && value <= maximum && !inGap;
  }
  /// " px", or nothing: what follows a number.
  std::string unitText() const {
    std::string text(unit.empty() ? "" : " ");
    return text.append(unit);
  }
};

}  // namespace orator
