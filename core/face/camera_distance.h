#pragma once

namespace orator::face {

/// From the camera of portraits (face::PortraitCamera) to the origin of head coordinates, decimetre.
inline constexpr float kCameraDistance = 10;

}  // namespace orator::face
