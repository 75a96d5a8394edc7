#pragma once

#include <array>
#include <opencv2/core.hpp>

namespace orator::face {

/// 468 points of the canonical face mesh followed by 2 x 5 iris points (468..472 left, 473..477 right eye in
/// the image).
inline constexpr int kLandmarkCount = 478;

/// One face found in a picture.
struct FaceLandmarks {
  cv::Rect2f box;      ///< of the detector, pixels of the picture as displayed
  float score = 0;     ///< 0..1, of the detector; 0 where a video's face was followed
  float presence = 0;  ///< 0..1, the mesh network's face flag
  /// x, y in pixels of the picture as displayed (y down); z in the same scale, smaller is nearer to the
  /// camera.
  std::array<cv::Point3f, kLandmarkCount> points;
};

}  // namespace orator::face
