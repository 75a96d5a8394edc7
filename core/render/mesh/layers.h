#pragma once

#include <opencv2/core.hpp>

#include "core/render/mesh/cubic_sampler.h"
#include "core/render/mesh/lattice.h"

namespace orator::render::mesh {

/// The portrait as a person in front of a still background. Put together without motion they are the portrait
/// again, to the bit: the person holds whatever the background does not explain.
struct Layers {
  CubicSampler portrait;  ///< the picture as it is, for the person's inside
  CubicSampler person;    ///< CV_16SC4: RGB that adds to the background seen through the matte, and the
                          ///< matte; empty when there is one layer only
  cv::Mat matte;          ///< CV_8UC1: the person's share of each pixel; 255 where there is one layer only
  cv::Mat background;     ///< CV_8UC3: the portrait with the person's rim filled in; empty when there is one
                          ///< layer only
  cv::Mat covered,
      uncovered;  ///< CV_32SC1 integral images: pixels with some person, pixels with some background
  bool separate() const { return !background.empty(); }
};

/// @param matte CV_8UC1; empty, or without both person and background, gives a single layer
/// @param reach how far the person can uncover the background, pixels
Layers separateLayers(const cv::Mat& rgb, const cv::Mat& matte, float reach);

/// The picture after a motion of the person.
/// @param rgb the portrait the layers were made of
/// @param displacement backward displacement, pixels (source minus output)
/// @param area part of the picture that may change; the rest of `out` is left alone
/// @param out CV_8UC3 of the portrait's size
/// @param matte CV_8UC1 of the portrait's size, changed in the same way, or null
void moveLayers(const Layers& layers, const cv::Mat& rgb, const Lattice& displacement, cv::Rect area,
                cv::Mat& out, cv::Mat* matte = nullptr);

/// What a person of 8 bits leaves of a background of 8 bits; the same rounding in both directions makes the
/// rest pose exact.
inline int behind(int background, int matte) {
  return (background * (255 - matte) + 127) / 255;
}

}  // namespace orator::render::mesh
