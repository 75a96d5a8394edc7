#pragma once

#include "core/motion/motion_model.h"

namespace orator::motion {

/// A person who waits: the head breathes and drifts a little, the mouth comes to rest closed, blinks follow
/// from the settings as ever. Depends on style, seed and silence. It begins and ends in the portrait's pose,
/// so that the clip can be looped.
/// @param silence what the motion model makes of a second of silence: its last row is the face at rest
/// @param model closes what is left open where the motion is in its basis
GeneratedMotion idleMotion(const GeneratedMotion& silence, std::int64_t frames,
                           const MotionSettings& settings, const face::FaceModel& model);

}  // namespace orator::motion
