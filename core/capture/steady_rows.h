#pragma once

#include <span>
#include <vector>

#include "core/motion/motion_track.h"

namespace orator::capture {

/// Takes the trembling of the fit out of successive rows of one shot, without lag: a local parabola over 7
/// frames (expression) or 13 (head) whose correction fades out, coefficient by coefficient, where it exceeds
/// the measured noise.
void steadyRows(std::span<motion::CoefficientRow> rows);

}  // namespace orator::capture
