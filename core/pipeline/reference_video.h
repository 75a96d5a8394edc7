#pragma once

#include <filesystem>

#include "core/base/run_context.h"
#include "core/face/face_model.h"
#include "core/motion/reference_motion.h"
#include "core/packs/pack.h"

namespace orator::pipeline {

/// Follows the largest face of a video, at any frame rate, constant or not: head pose and expression by the
/// face model, closure of the lids from their landmarks. Frames without a face are bridged. About 40 frames a
/// second; memory does not grow with the size of the pictures.
/// @param seconds what is needed of the video; it may be shorter
/// @param published with a pack of the basis "bfm", pose and expression as the published program sees them:
/// by the pack's network face_3drecon, not steadied. About ten frames a second.
/// @throws Error noFace (in less than half of the frames), what reading the video and
/// the pack's network throws, cancelled
motion::ReferenceMotion readReference(const std::filesystem::path& video, const packs::Pack& pack,
                                      const face::FaceModel& model, double seconds, bool published,
                                      const RunContext& context);

}  // namespace orator::pipeline
