#pragma once

#include <opencv2/core.hpp>

namespace orator::render::mesh {

/// The portrait as a person in front of a still background. Put together without motion they are the portrait
/// again, to the bit: the person holds, premultiplied, whatever the background does not explain.
struct Layers {
  cv::Mat person;      ///< CV_8UC4: premultiplied RGB and matte
  cv::Mat background;  ///< CV_8UC3: the portrait with the person's rim filled in; empty when there is one
                       ///< layer only
  bool separate() const { return !background.empty(); }
};

/// @param matte CV_8UC1; empty, or without both person and background, gives a single layer
/// @param reach how far the person can uncover the background, pixels
Layers separateLayers(const cv::Mat& rgb, const cv::Mat& matte, float reach);

/// person over background into `out` (CV_8UC3 of the same size).
void composite(const cv::Mat& person, const cv::Mat& background, cv::Mat& out);

}  // namespace orator::render::mesh
