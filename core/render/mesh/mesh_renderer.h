#pragma once

#include "core/render/face_renderer.h"

namespace orator::render::mesh {

/// The portrait's own pixels, moved by its fitted face model: a smooth warp of head and expression, lids and
/// lips cut as layers, a synthesised mouth interior, the background still behind a person matte. Frame i
/// depends on row i alone. Rows equal to the track's source give the portrait to the bit. CPU; live at the
/// portrait's own resolution. Frames show the head (crop), the head with its surroundings (extcrop) or the
/// whole portrait (resize, full, extfull), in its own proportions.
/// @throws Error invalidArgument, faceCutOff
std::unique_ptr<FaceRenderer> makeMeshRenderer(std::shared_ptr<const face::Portrait> portrait,
                                               const RenderSettings& settings);

}  // namespace orator::render::mesh
