#pragma once

#include <opencv2/core.hpp>

namespace orator::render::finish {

enum class Feature { mouth, eye };

inline constexpr int kMapStep = 4;  ///< pixels of a crop in one cell of its maps
inline constexpr int kMapCount = 10;
inline constexpr int kOctavesChannel = 8;

/// Pixels across the square in which a feature is completed.
inline constexpr int cropSide(Feature feature) {
  return feature == Feature::mouth ? 112 : 80;
}

/// A mouth or an eye of one frame, in a square that is fixed to the skull. The right eye's square is
/// mirrored, so that all eyes look alike. Lengths of the maps are in widths of the mouth or the eye, y down
/// the face.
///
/// channel  mouth                                    eye
/// 0        below the upper lip's inner edge, now    below the upper lid's edge, now
/// 1        above the lower lip's inner edge, now    above the lower lid's edge, now
/// 2, 3     the same in the portrait                 the same in the portrait
/// 4        jaw has moved across                     closure: 0 as in the portrait, 1 shut, negative wider
/// 5        jaw has moved down                       gaze has moved across
/// 6, 7     place in the square, -1..1, x and y      the same
/// 8        octaves of picture pixels in one of the crop
/// 9        largest opening                          gaze has moved down
struct Crop {
  Feature feature = Feature::mouth;
  cv::Matx23f pictureFromCrop;  ///< pixels of the crop to pixels of the frame
  cv::Mat rest;                 ///< CV_8UC3 RGB [side, side]: the portrait's own
  cv::Mat1f maps;     ///< [kMapCount * side / kMapStep, side / kMapStep], one channel below the other
  float share = 0;    ///< 0 as warped .. 1 as the network says: nothing is completed where nothing moved
  float colours = 1;  ///< colourfulness() of `rest`: what is painted has no more
};

/// 0 for a picture without colours .. 1. @param rgb CV_8UC3
float colourfulness(const cv::Mat& rgb);

/// The square's part of a picture, without aliases. The picture's border continues outwards.
/// @param picture CV_8UC3 @return CV_8UC3 [side, side]
cv::Mat cutCrop(const cv::Mat& picture, const cv::Matx23f& pictureFromCrop, int side);

/// Length of one crop pixel in the picture.
float cropScale(const cv::Matx23f& pictureFromCrop);

}  // namespace orator::render::finish
