#pragma once

#include <opencv2/core.hpp>

#include "core/face/sadtalker/landmarks68.h"

namespace orator::face::sadtalker {

/// What of the picture the networks see: `inner` the head as FFHQ frames it (crop, full), `extended` the same
/// with its surroundings (extcrop, extfull), `whole` the picture squeezed into a square (resize).
enum class Framing { inner, extended, whole };

/// Crop around one face (SadTalker, "crop" of the pre-processing; FFHQ alignment).
struct PortraitCrop {
  cv::Size picture;   ///< of the picture reduced by a whole factor; the crop is counted in its pixels
  cv::Rect extended;  ///< inside `picture`
  cv::Vec4d inner;    ///< left, top, right, bottom relative to `extended`; may reach beyond it
};

PortraitCrop portraitCrop(const Landmarks68& landmarks, cv::Size picture);

/// The face as the networks see it.
struct FramedFace {
  cv::Rect box;           ///< in the original picture: where it was cut out and goes back
  cv::Mat rgb;            ///< CV_8UC3 RGB, side x side
  Landmarks68 landmarks;  ///< in pixels of `rgb`
};

/// The part of a picture that a framing shows, inside it.
/// @throws Error faceCutOff when nothing of the crop lies inside the picture
cv::Rect framedBox(const Landmarks68& landmarks, cv::Size picture, Framing framing);

/// @param rgb CV_8UC3 RGB of any size @param side of the result in pixels
/// @throws Error faceCutOff when nothing of the crop lies inside the picture
FramedFace frameFace(const cv::Mat& rgb, const Landmarks68& landmarks, Framing framing, int side);

}  // namespace orator::face::sadtalker
