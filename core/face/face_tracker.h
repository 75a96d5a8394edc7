#pragma once

#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "core/face/landmarks.h"

namespace orator::face {

/// Where the networks of a pack lie (see core/packs).
struct FaceNetworkFiles {
  std::filesystem::path detector;       ///< face_detection_short_range.tflite
  std::filesystem::path attentionMesh;  ///< face_landmark_with_attention.tflite
};

/// Detector and attention mesh (MediaPipe Face Mesh). Not thread-safe; one per thread.
class FaceTracker {
 public:
  /// @throws Error packMissing, packDamaged
  explicit FaceTracker(const FaceNetworkFiles& files);
  ~FaceTracker();
  FaceTracker(FaceTracker&&) noexcept;

  /// Every face of a still picture, largest first. @param rgb CV_8UC3 RGB of any size. Empty when there is
  /// none.
  std::vector<FaceLandmarks> detect(const cv::Mat& rgb);
  /// The landmarks of a face near the place of `last`, without the detector; score 0. None where the mesh
  /// network sees no face there. Does not touch the video state.
  std::optional<FaceLandmarks> follow(const cv::Mat& rgb, const FaceLandmarks& last) const;
  /// The face of the next video frame: follows the previous frame's face, detects again where it is lost.
  /// Empty or one element, the largest face at the (re)detection.
  std::vector<FaceLandmarks> track(const cv::Mat& rgb);
  /// Forgets the video state.
  void reset();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace orator::face
