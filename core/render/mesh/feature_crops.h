#pragma once

#include <array>
#include <vector>

#include "core/render/finish/crop.h"
#include "core/render/mesh/eyelids.h"
#include "core/render/mesh/face_field.h"

namespace orator::render::mesh {

/// A square around a mouth or an eye of the portrait.
struct FeatureSquare {
  cv::Matx23f pictureFromCrop;  ///< pixels of the crop to pixels of the portrait
  cv::Mat rest;                 ///< what the portrait shows in it, CV_8UC3
  float colours = 1;            ///< finish::colourfulness() of that
};

/// The squares around mouth and eyes of one portrait in which its frames are completed. Immutable.
class FeatureCrops {
 public:
  /// @param rgb the portrait @param mouthWidth pixels of the portrait
  FeatureCrops(const cv::Mat& rgb, const FaceField& field, const std::vector<Eyelids>& eyes,
               float mouthWidth);

  /// Crops of what has moved in a frame and is seen: none, or up to three. @param mouth, lids which are
  /// wanted
  std::vector<finish::Crop> of(const FaceField& field, const std::vector<Eyelids>& eyes,
                               const FieldFrame& frame, bool mouth = true, bool lids = true) const;

 private:
  finish::Crop mouthCrop(const FaceField& field, const FieldFrame& frame) const;
  finish::Crop eyeCrop(const FaceField& field, const Eyelids& eye, int index, const FieldFrame& frame) const;

  float mouthWidth_;
  FeatureSquare mouth_;
  std::array<FeatureSquare, 2> eyes_;
};

}  // namespace orator::render::mesh
