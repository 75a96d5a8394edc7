#pragma once

#include <span>
#include <vector>

#include "core/base/frame_rate.h"
#include "core/motion/articulation.h"

namespace orator::motion {

/// The least opening of the lips at every frame, of the height of the face. A motion network is given a fifth
/// of a second and lets a vowel that goes on, as in singing, fall shut: from 0.35 s after the last consonant
/// until the next one the mouth stays open as far as the vowel wants. 0 everywhere else. @param voice of
/// articulate()
std::vector<float> heldOpening(std::span<const Articulation> voice, FrameRate frameRate, std::int64_t frames);

}  // namespace orator::motion
