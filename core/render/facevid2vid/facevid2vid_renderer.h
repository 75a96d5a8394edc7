#pragma once

#include <optional>

#include "core/render/face_renderer.h"

namespace orator::render::facevid2vid {

class NeuralFace;

/// SadTalker's neural renderer behind the common interface (registry name "facevid2vid").
/// Needs a pack with the networks kp_extractor, generator and mapping70 (crop, extcrop, resize) or mapping73
/// (full, extfull). Picture side: the pack's, 256 pixels where it names none.
///
/// Frames show the cut-out square in its own proportions (crop, extcrop, resize; as wide as the networks'
/// picture unless settings.outputSide says otherwise) or the whole portrait with the square blended in (full,
/// extfull). Rows are absolute; the track's source row must be the portrait's. A frame's pixels do not depend
/// on the range that is asked for: batches and mapping windows lie at fixed places of the track.
/// @throws Error packMissing, packDamaged, checkpointRefused, deviceUnavailable, faceCutOff, pictureTooSmall,
/// invalidArgument (size, device)
std::unique_ptr<FaceRenderer> makeNeuralRenderer(const packs::Pack& pack,
                                                 std::shared_ptr<const face::Portrait> portrait,
                                                 const RenderSettings& settings, const RunContext& context);

/// The same with networks that are in memory already. @param side of their picture, a multiple of 128
/// @param ahead whether a batch is rendered on another thread while the one before is composed and handed
/// out; unset: on CUDA, where the CPU has nothing else to do
std::unique_ptr<FaceRenderer> makeNeuralRenderer(NeuralFace face, const face::Portrait& portrait,
                                                 const RenderSettings& settings, int side,
                                                 std::optional<bool> ahead = {});

}  // namespace orator::render::facevid2vid
