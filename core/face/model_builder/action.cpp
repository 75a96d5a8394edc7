#include "core/face/model_builder/action.h"

#include "core/face/face_mesh.h"

namespace orator::face {

Action& Action::move(std::initializer_list<int> vertices, const cv::Vec3d& displacement) {
  for (const int vertex : vertices) handles_[vertex] = displacement;
  return *this;
}

Action& Action::lips(const std::function<std::optional<cv::Vec3d>(const LipPlace&)>& displacement) {
  for (const bool upper : {false, true})
    for (int ring = 0; ring < 4; ++ring)
      for (int column = 0; column < kLipColumns; ++column) {
        const LipPlace place{
            column / 5. - 1, ring, upper,
            (upper ? kUpperLipRings : kLowerLipRings)[std::size_t(ring)][std::size_t(column)]};
        if (place.isCorner() && !upper) continue;
        if (const auto moved = displacement(place)) handles_[place.vertex] = *moved;
      }
  return *this;
}

Action& Action::mirrorToRight() {
  const SurfaceField::Handles left = handles_;
  for (const auto& [vertex, d] : left) {
    const int other = mirrored_[std::size_t(vertex)];
    if (other != vertex) handles_[other] = {-d[0], d[1], d[2]};
  }
  return *this;
}

Action& Action::holdLidMargins() {
  for (const EyeCurves& eye : {kLeftEye, kRightEye}) {
    for (const int vertex : eye.upperLid) handles_[vertex] = {};
    for (const int vertex : eye.lowerLid) handles_[vertex] = {};
    for (const int vertex : eye.corners) handles_[vertex] = {};
  }
  return *this;
}

SurfaceField::Field mirroredField(const SurfaceField::Field& field, const std::vector<int>& mirrored) {
  SurfaceField::Field result(field.size());
  for (std::size_t i = 0; i < field.size(); ++i) {
    const cv::Vec3d& d = field[i];
    result[std::size_t(mirrored[i])] = {-d[0], d[1], d[2]};
  }
  return result;
}

}  // namespace orator::face
