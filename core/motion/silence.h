#pragma once

#include <span>

#include "core/motion/articulation.h"
#include "core/motion/motion_model.h"

namespace orator::motion {

/// How silent it is at every frame: 0 while somebody speaks and shortly before and after, 1 from 0.25 s into
/// a silence on. @param voice of articulate()
std::vector<float> silenceLane(std::span<const Articulation> voice, FrameRate frameRate, std::int64_t frames);

/// Shuts the mouth in silence, which a network that was trained on speech leaves ajar: from 0.25 s into a
/// silence on the lips are at most 1.2 % of the height of the face apart. Speech is not touched.
/// @param model in whose basis the motion is
void closeInSilence(GeneratedMotion& motion, std::span<const float> voice16k, const face::FaceModel& model,
                    const RunContext& context);

}  // namespace orator::motion
