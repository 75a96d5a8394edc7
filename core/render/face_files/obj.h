#pragma once

#include <string>

#include "core/render/face_files/animated_face.h"

namespace orator::render::face_files {

/// One frame as a Wavefront OBJ, head turned and moved. Materials are those of objMaterials().
std::string obj(const AnimatedFace& face, std::size_t frame, const std::string& materialFile);
/// @param texture where the portrait lies, as the materials name it
std::string objMaterials(const std::string& texture);

}  // namespace orator::render::face_files
