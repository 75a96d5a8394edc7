#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "core/face/graph/tflite_graph.h"

namespace orator::face {

/// One face of the short-range detector, in pixels of the picture searched.
struct FaceDetection {
  cv::Rect2f box;
  cv::Point2f leftEye, rightEye;  ///< as seen in the picture
  float score = 0;
};

/// MediaPipe's short-range detector: 896 anchors on 128 x 128, weighted non-maximum suppression. Where the
/// whole picture shows nothing it searches overlapping windows, since small faces vanish at 128 pixels. Not
/// thread-safe.
class FaceDetector {
 public:
  explicit FaceDetector(const std::filesystem::path& network) : graph_(network) {}
  /// Largest first. @param rgb CV_8UC3 RGB
  std::vector<FaceDetection> detect(const cv::Mat& rgb) const;

 private:
  std::vector<FaceDetection> search(const cv::Mat& rgb, cv::Rect window) const;
  graph::TfliteGraph graph_;
};

}  // namespace orator::face
