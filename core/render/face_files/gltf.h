#pragma once

#include <cstdint>
#include <string>

#include "core/render/face_files/animated_face.h"

namespace orator::render::face_files {

/// A glTF 2.0 scene in one file: the mesh with 64 morph targets (named in the mesh's `extras.targetNames`),
/// the portrait as its texture, an animation of their weights, of the head's rotation and its translation.
/// @param binary a GLB, else JSON with everything in it
std::string gltf(const AnimatedFace& face, bool binary);

}  // namespace orator::render::face_files
