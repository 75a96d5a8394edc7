#pragma once

#include "core/base/frame_rate.h"
#include "core/motion/motion_track.h"

namespace orator::pipeline {

/// The stretch of a range whose end leads back to its begin with the smallest step of head, face and their
/// movement. It is at least half as long as the range; one of less than a second is taken whole.
FrameRange loopOf(const motion::MotionTrack& track, FrameRange within);

}  // namespace orator::pipeline
