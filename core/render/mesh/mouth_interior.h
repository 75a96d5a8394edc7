#pragma once

#include <opencv2/core.hpp>

#include "core/face/portrait.h"
#include "core/render/mesh/face_field.h"
#include "core/render/mesh/tuning.h"

namespace orator::render::mesh {

/// What is seen between open lips: cavity, tongue, lower teeth on the jaw, upper teeth on the skull, in the
/// light of the portrait. Lengths are in mouth widths, x to the right of the picture, y down the face, origin
/// between the corners.
class MouthInterior {
 public:
  MouthInterior(const face::Portrait& portrait, const FaceField& field);

  float width() const { return width_; }  ///< pixels of the portrait in one mouth width
  /// The portrait's own mouth is open enough to be opened further.
  bool showsTeeth() const { return showsTeeth_; }
  /// Of the portrait's own opening, from the upper lip down: what belongs to the skull. The rest is the
  /// jaw's.
  float skullShare() const { return skullShare_; }

  struct Place {
    cv::Point2f skull;    ///< position fixed to the upper teeth
    cv::Point2f jaw;      ///< position fixed to the lower teeth
    float belowUpperLip;  ///< distance to the lip's edge, mouth widths
    float aboveLowerLip;
  };
  /// @return R G B, 0..255
  cv::Vec3f shade(const Place& place) const;
  /// The same behind the portrait's own teeth: cavity and tongue.
  cv::Vec3f shadeBehindTeeth(const Place& place) const;

 private:
  Place fromLipLine(Place place) const;
  cv::Vec3f cavityAndTongue(const Place& place) const;
  float shadow(const Place& place) const;  ///< of the lips and the cheeks, 0..1
  cv::Vec3f lit(const cv::Vec3f& colour, const Place& place) const;
  /// @return share of the opening that is teeth, 0..1
  float measureOwnMouth(const cv::Mat& rgb, const FaceField& field, const cv::Vec3f& skin,
                        const cv::Vec3f& lips);

  bool human_ = true;  ///< the mouth of an animal has no human teeth
  float width_ = 1;
  bool showsTeeth_ = false;
  float skullShare_ = interior::kSkullShare;
  float lipLine_ = 0;                       ///< where the closed lips meet in the middle
  float upperEdge_ = interior::kUpperEdge;  ///< incisal edge of the upper front teeth, from the lip line
  cv::Vec3f light_;                         ///< R G B factor of the portrait's light
  float saturation_ = 1;                    ///< 0 for a grey picture
  float slope_ = 0;                         ///< light across the face: relative change per mouth width
  cv::Vec3f teeth_;                         ///< R G B of a tooth in full light
  bool ownTeeth_ = false;  ///< teeth_ is what the portrait shows, with the shadows at its own opening
  float cavityLight_ = 1;  ///< factor of cavity and tongue in dim light
};

}  // namespace orator::render::mesh
