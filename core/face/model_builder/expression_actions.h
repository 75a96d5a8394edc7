#pragma once

#include "core/face/face_model.h"
#include "core/face/model_builder/surface_field.h"

namespace orator::face {

/// One field per studio expression up to kFirstMode, in centimetres over the 478 vertices.
/// @param surface the neutral face without the triangles of mouth and eyes, 468 vertices
/// @param mirrored index of the mirrored vertex
std::vector<SurfaceField::Field> expressionActions(const SurfaceField& surface,
                                                   const std::vector<int>& mirrored);

}  // namespace orator::face
