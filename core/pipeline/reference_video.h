#pragma once

#include <filesystem>

#include "core/base/run_context.h"
#include "core/motion/reference_motion.h"
#include "core/packs/pack.h"

namespace orator::pipeline {

/// Follows the main face of a video, at any frame rate, constant or not: head pose, expression and closure of
/// the lids as core/capture reads them, 25 frames a second. Frames without a face are bridged.
/// @param seconds what is needed of the video; it may be shorter
/// @param published with a pack of the basis "bfm", pose and expression as the published program sees them:
/// by the pack's network face_3drecon, not steadied, at the video's own rate. About ten frames a second.
/// @throws Error noFace (in less than half of the frames), what capturing the video and the pack's network
/// throw, cancelled
motion::ReferenceMotion readReference(const std::filesystem::path& video, const packs::Pack& pack,
                                      double seconds, bool published, const RunContext& context);

}  // namespace orator::pipeline
