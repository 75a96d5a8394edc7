#pragma once

#include <cstdint>
#include <vector>

#include "core/base/frame_rate.h"
#include "core/motion/motion_track.h"

namespace orator::motion {

/// Reads curves at another frame rate: a cubic through the neighbouring values, widened where the new rate is
/// the lower one, so that nothing jumps and nothing beats. Row i of the result is at i / to seconds; what
/// lies behind the last row holds it. The same rate gives the same values. Exact on straight lines away from
/// the ends.
/// @param rows at least one
std::vector<CoefficientRow> resampled(const std::vector<CoefficientRow>& rows, FrameRate from, FrameRate to,
                                      std::int64_t frames);
std::vector<float> resampled(const std::vector<float>& values, FrameRate from, FrameRate to,
                             std::int64_t frames);

/// A track at another frame rate, of the same length in seconds; blinks stay within 0..2.
MotionTrack resampled(const MotionTrack& track, FrameRate to);

}  // namespace orator::motion
