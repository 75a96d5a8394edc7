#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "core/render/mesh/curve.h"
#include "core/render/mesh/topology.h"

namespace orator::render::mesh {

/// One eye's lids: skin that slides over a resting eyeball. The upper lid does most of the way, as lids do.
class Eyelids {
 public:
  /// @param pixels landmarks in the picture
  Eyelids(const EyeTopology& eye, const std::vector<cv::Point2f>& pixels);

  cv::Rect reach() const { return reach_; }  ///< part of the portrait the lids can touch

  /// Where the lids and the eyeball at one position of the open-eyed portrait are taken from.
  struct Sample {
    cv::Point2f upper, lower, eyeball;
    float upperShare = 1, lowerShare = 0;  ///< 0..1; the rest is eyeball
  };
  /// @param closure 0 as in the portrait, 1 closed, negative wider
  Sample sample(cv::Point2f position, float closure) const;

 private:
  SlitFrame frame_;
  Curve upper_, lower_, crease_;  ///< crease_: pixels of skin above the upper lid that may stretch
  cv::Rect reach_;
};

}  // namespace orator::render::mesh
