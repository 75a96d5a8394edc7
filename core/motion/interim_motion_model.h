#pragma once

#include <memory>

#include "core/motion/motion_model.h"

namespace orator::motion {

/// Articulation by rules on the spectrum (core/motion/articulation.h) and styled head motion
/// (core/motion/head_motion.h), in the studio basis. Needs no weights.
std::shared_ptr<const MotionModel> makeInterimMotionModel(const face::FaceModel& faceModel);

}  // namespace orator::motion
