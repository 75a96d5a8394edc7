#pragma once

#include <opencv2/core.hpp>
#include <span>

namespace orator::render::liveportrait {

/// A square around a face, turned with it; pixels of the picture.
struct TurnedSquare {
  cv::Point2d centre;
  double side = 0, angle = 0;  ///< radians
};

/// Where eyes and mouth are: the two points that tell how a face is turned.
struct EyesAndLips {
  cv::Point2f eyes, lips;
};
/// Of InsightFace's 106 or of LivePortrait's 203 landmarks. @throws Error(internal) for another number
EyesAndLips eyesAndLips(std::span<const cv::Point2f> landmarks);

/// The square around all landmarks in the face's own axes.
/// @param scale its side over the longer side of their box
/// @param up how far its centre is moved towards the eyes (negative), over its side
TurnedSquare squareAround(std::span<const cv::Point2f> landmarks, const EyesAndLips& axis, double scale,
                          double up);

/// From the picture to a crop of `side` pixels. [2, 3]
cv::Matx23d toCrop(const TurnedSquare& square, int side, bool turned = true);
/// The other way. [2, 3]
cv::Matx23d fromCrop(const cv::Matx23d& toCrop);

inline constexpr double kSourceScale = 2.3, kSourceUp = -0.125, kLandmarkScale = 1.5, kLandmarkUp = -0.1,
                        kDrivingScale = 2.2, kDrivingUp = -0.1;

/// The crop of 512 x 512, black beyond the picture.
cv::Mat croppedSource(const cv::Mat& rgb, const cv::Matx23d& toCrop);
/// Half its side, for the networks.
cv::Mat halved(const cv::Mat& crop512);

/// How much of a rendered crop is taken, in the picture: 1 within, falling to 0 over the last 16 pixels.
/// CV_32FC1, 0..1
cv::Mat pasteMask(const cv::Matx23d& fromCrop, cv::Size picture);
/// The rendered crop in its picture. @param crop CV_8UC3, 512 x 512 @return CV_8UC3
cv::Mat pastedBack(const cv::Mat& crop, const cv::Matx23d& fromCrop, const cv::Mat& picture,
                   const cv::Mat& mask);

}  // namespace orator::render::liveportrait
