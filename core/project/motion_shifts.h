#pragma once

#include <vector>

#include "core/base/param_spec.h"
#include "core/face/face_model.h"
#include "core/motion/motion_track.h"

namespace orator::project {

/// A part of the mouth's movement, moved against the sound: that of a word that comes too early or too late.
struct MotionShift {
  double beginSeconds = 0, endSeconds = 0;  ///< of the movement as it was made
  double shiftSeconds = 0;                  ///< above 0: later
  bool operator==(const MotionShift&) const = default;
};

inline constexpr ParamSpec kShiftSeconds{
    .name = "shift_seconds", .minimum = -0.5, .maximum = 0.5, .step = 0.01, .unit = "s"};
inline constexpr ParamSpec kShiftEnd{.name = "end_seconds", .maximum = 1e6, .step = 0.01, .unit = "s"};
inline constexpr ParamSpec kShiftBegin{.name = "begin_seconds", .maximum = 1e6, .step = 0.01, .unit = "s"};

/// Takes the expression of each frame, but for blinks and gaze, from another time: by the whole shift inside
/// a moved part, by less and less beside it, so that movement is stretched there and nothing jumps or runs
/// backwards. Head, length and sound stay.
/// @param blinkDirection what one unit of blink adds to the expression
void applyShifts(motion::MotionTrack& track, const face::ExpressionCoefficients& blinkDirection,
                 const std::vector<MotionShift>& shifts);

/// Moves a part further, `bySeconds` from where the shifts so far have brought it; one that is back where it
/// was made is no shift. @param nowBegin, nowEnd where the part is now, seconds
/// @return seconds it was moved: no further than kShiftSeconds from where it was made
double moveFurther(std::vector<MotionShift>& shifts, double nowBegin, double nowEnd, double bySeconds);

}  // namespace orator::project
