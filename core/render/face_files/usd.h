#pragma once

#include <string>

#include "core/render/face_files/animated_face.h"

namespace orator::render::face_files {

/// A scene of Universal Scene Description as text (.usda): the mesh with its points at every frame, and the
/// head's movement as a transformation.
/// @param texture where the portrait lies, as the scene names it
std::string usd(const AnimatedFace& face, const std::string& texture);

}  // namespace orator::render::face_files
