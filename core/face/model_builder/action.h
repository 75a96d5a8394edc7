#pragma once

#include <functional>
#include <initializer_list>
#include <optional>

#include "core/face/model_builder/surface_field.h"

namespace orator::face {

/// Place of a vertex within a lip.
struct LipPlace {
  double across = 0;  ///< -1 left corner, 1 right corner
  int ring = 0;       ///< 0 at the opening, 3 at the rim of the red
  bool upper = false;
  int vertex = 0;
  bool isCorner() const { return across == -1 || across == 1; }
};

/// One facial action under construction: handles that are moved or held, joined by a smooth field.
/// Displacements in centimetres. A later handle replaces an earlier one on the same vertex.
class Action {
 public:
  Action(const SurfaceField& surface, const std::vector<int>& mirrored)
      : surface_(surface), mirrored_(mirrored) {}

  Action& move(std::initializer_list<int> vertices, const cv::Vec3d& displacement);
  Action& hold(std::initializer_list<int> vertices) { return move(vertices, {}); }
  /// Moves every vertex of both lips by what the function returns; nothing leaves a vertex free.
  /// A corner counts as upper lip.
  Action& lips(const std::function<std::optional<cv::Vec3d>(const LipPlace&)>& displacement);
  /// Adds the mirror image of every handle that is off the middle.
  Action& mirrorToRight();
  Action& holdLidMargins();

  const SurfaceField::Handles& handles() const { return handles_; }
  SurfaceField::Field within(double radiusCentimetres) const {
    return surface_.interpolate(handles_, radiusCentimetres);
  }

 private:
  const SurfaceField& surface_;
  const std::vector<int>& mirrored_;
  SurfaceField::Handles handles_;
};

/// The field mirrored at the plane x = 0.
SurfaceField::Field mirroredField(const SurfaceField::Field& field, const std::vector<int>& mirrored);

}  // namespace orator::face
