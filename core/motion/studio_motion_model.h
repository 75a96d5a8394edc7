#pragma once

#include <memory>

#include "core/motion/motion_model.h"

namespace orator::motion {

/// The studio pack's model: ExpNet with our own weights gives the expression, in the basis of the studio face
/// model; PoseVAE with our own weights moves the head, head_motion.h where a pack has none. On top, what
/// every mouth keeps: the lips do not pass through each other, a vowel that is held keeps
/// them open, and a pause of 0.3 s finds them closed.
/// @throws Error packMissing, packDamaged, checkpointRefused
std::shared_ptr<const MotionModel> makeStudioMotionModel(const packs::Pack& pack,
                                                         const face::FaceModel& faceModel);

}  // namespace orator::motion
