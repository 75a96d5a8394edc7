#pragma once

#include <memory>

#include "core/render/face_renderer.h"

namespace orator::render::restore {

/// Any renderer, with the face of each of its frames restored by GFPGAN. A frame in which no face is found
/// stays as it is. Every frame is looked at by itself, so that it does not depend on the ones before it.
/// @param settings its enhanceFace says how much, its device where
/// @throws Error packMissing (no pack of GFPGAN), packDamaged, checkpointRefused, deviceUnavailable
std::unique_ptr<FaceRenderer> withRestoredFaces(std::unique_ptr<FaceRenderer> inner, const packs::Pack& pack,
                                                const RenderSettings& settings);

}  // namespace orator::render::restore
