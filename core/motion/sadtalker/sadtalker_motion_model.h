#pragma once

#include <memory>

#include "core/motion/motion_model.h"

namespace orator::motion::sadtalker {

/// SadTalker's motion (sections 3.2 and 3.3): ExpNet gives the expression, PoseVAE the head pose, both from
/// mel windows at 25 frames a second; the curves are then read at the frame rate asked for. For the published
/// weights: ours move the head by VoiceExpression::headMotion. The expression is exactly linear in β0 and in
/// blink: rows are those of open eyes and GeneratedMotion::blinkDirection is ExpNet's weight column of blink.
/// Noise is drawn on the CPU, anew for every chunk of 32 frames, from the seed and the number of the chunk.
/// The voice is encoded once: another style, seed or portrait runs the pose decoder alone.
/// When both networks have the same audio encoder it runs once for both. Memory does not grow with the length
/// but for 280 bytes a frame. Rows are in the pack's coefficient basis; where
/// the face model has the same, and not in the published way, the mouth is shut in pauses. @throws Error
/// packMissing, packDamaged, checkpointRefused
std::shared_ptr<const MotionModel> makeSadTalkerMotionModel(const packs::Pack& pack,
                                                            const face::FaceModel& faceModel);

}  // namespace orator::motion::sadtalker
