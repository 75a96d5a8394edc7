#pragma once

#include <opencv2/core.hpp>

#include "core/face/portrait.h"
#include "core/render/face_renderer.h"
#include "core/render/mesh/layers.h"

namespace orator::render::mesh {

/// Takes frames off their background. What the background explains of a soft edge is taken out of its colour,
/// so that hair brings no rim of the old background to a new one.
class Cutout {
 public:
  /// @param layers of the portrait; outlives it
  /// @throws Error invalidArgument when nothing of the portrait is background, or its file has no
  /// transparency
  Cutout(const face::Portrait& portrait, const Layers& layers, Transparency transparency);

  /// @param rgb CV_8UC3: a frame of the portrait's size
  /// @param matte CV_8UC1: the person's share of it, see moveLayers()
  /// @return CV_8UC4 RGBA, the colour multiplied by the alpha
  cv::Mat of(const cv::Mat& rgb, const cv::Mat& matte) const;

 private:
  const Layers& layers_;
  cv::Mat behindPerson_;  ///< CV_8UC1: how much of the portrait's file is there without the person; or empty
  cv::Mat colours_;       ///< CV_8UC3: what is seen behind, where it is transparent
};

}  // namespace orator::render::mesh
