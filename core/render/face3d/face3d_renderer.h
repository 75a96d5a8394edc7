#pragma once

#include <memory>

#include "core/render/face3d/face_painter.h"
#include "core/render/face_renderer.h"

namespace orator::render::face3d {

inline constexpr int kDefaultSide = 720;

struct Face3dSettings {
  Look look = Look::clay;
  bool landmarks = false;         ///< also marks the model's points
  int sidePixels = kDefaultSide;  ///< of the square picture, 64..3840
  float turnDegrees = 0;          ///< of the viewer around the face, -60..60, positive to the face's left
};

/// @throws Error invalidArgument when a number is out of its range
void checkFace3dSettings(const Face3dSettings& settings);

/// The animated 3D face by itself, without the portrait's picture around it, on any machine.
/// @param portrait with its model. @throws Error invalidArgument
std::unique_ptr<FaceRenderer> makeFace3dRenderer(std::shared_ptr<const face::Portrait> portrait,
                                                 const Face3dSettings& settings);

}  // namespace orator::render::face3d
