#pragma once

#include <array>
#include <opencv2/core.hpp>

#include "core/face/sadtalker/landmarks68.h"

namespace orator::face::sadtalker {

inline constexpr int kAlignedSide = 224;

/// Five points of the standard face that pictures are aligned to: eyes, nose, corners of the mouth.
extern const std::array<cv::Point3d, 5> kStandardFace;

/// How a picture is scaled and shifted so that its face fits the regressor. Published as `trans_params`.
struct Alignment {
  cv::Size picture;
  double scale = 1;                 ///< s
  cv::Point2d translation;          ///< tx, ty: pixels of the picture, y upward
  cv::Size scaledSize() const;      ///< of the picture times scale
  cv::Point alignedOrigin() const;  ///< of the aligned face in the scaled picture, y down
};

/// Weak perspective by least squares over the five points (Deep3DFaceReconstruction).
/// @throws Error noFace when the landmarks do not span a face
Alignment alignment(const Landmarks68& landmarks, cv::Size picture);

/// Landmarks in the aligned face, y upward.
Landmarks68 alignedLandmarks(const Landmarks68& landmarks, const Alignment& alignment);

/// The aligned face, black outside the picture: bicubic with antialiasing.
/// @param rgb CV_8UC3 RGB @return CV_8UC3, 224 x 224
/// @throws Error pictureTooSmall when the face would have to be enlarged more than 8 times
cv::Mat alignedFace(const cv::Mat& rgb, const Alignment& alignment);

}  // namespace orator::face::sadtalker
