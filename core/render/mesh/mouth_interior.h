#pragma once

#include <opencv2/core.hpp>

#include "core/face/portrait.h"
#include "core/render/mesh/face_field.h"

namespace orator::render::mesh {

/// What is seen between open lips: cavity, tongue, lower teeth on the jaw, upper teeth on the skull, in the
/// light of the portrait. Lengths are in mouth widths, x to the right of the picture, y down the face, origin
/// between the corners.
class MouthInterior {
 public:
  MouthInterior(const face::Portrait& portrait, const FaceField& field);

  float width() const { return width_; }           ///< pixels of the portrait in one mouth width
  bool showsTeeth() const { return showsTeeth_; }  ///< the portrait's own mouth is open

  /// @param skull position fixed to the upper teeth @param jaw position fixed to the lower teeth
  /// @param belowUpperLip, aboveLowerLip distance to the lips' edges, in mouth widths
  /// @return R G B, 0..255
  cv::Vec3f shade(cv::Point2f skull, cv::Point2f jaw, float belowUpperLip, float aboveLowerLip) const;

 private:
  float width_ = 1;
  bool showsTeeth_ = false;
  float upperEdge_ = 0.065f;  ///< incisal edge of the upper front teeth
  cv::Vec3f light_;           ///< R G B factor of the portrait's light
  float saturation_ = 1;      ///< 0 for a grey picture
  float slope_ = 0;           ///< light across the face: relative change per mouth width
  cv::Vec3f teeth_;           ///< R G B of a tooth in full light
};

}  // namespace orator::render::mesh
