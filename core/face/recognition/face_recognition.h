#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>

#include "core/face/landmarks.h"

namespace orator::face {

/// Who a face is: two of one person lie nearer to each other than 0.6, as a rule (Euclidean distance).
using FaceDescriptor = std::array<float, 128>;

double distanceBetween(const FaceDescriptor& a, const FaceDescriptor& b);

inline constexpr int kRecognitionSide = 150;

/// The square that the network sees: upright by the line of the eyes, eyes and mouth in its middle.
/// CV_8UC3 [kRecognitionSide, kRecognitionSide]
cv::Mat recognitionCrop(const cv::Mat& rgb, const FaceLandmarks& face);

/// Face recognition by the residual network of 29 layers that dlib publishes (King 2017), as
/// the npm package face-api carries it. Immutable; safe to use from several threads.
class FaceRecognition {
 public:
  /// @param manifest, weights the published files
  /// @throws Error fileNotFound, notAFile, checkpointRefused
  FaceRecognition(const std::filesystem::path& manifest, const std::filesystem::path& weights);
  ~FaceRecognition();
  FaceRecognition(FaceRecognition&&) noexcept;

  /// @param crop CV_8UC3 RGB of recognitionCrop()
  FaceDescriptor describe(const cv::Mat& crop) const;

 private:
  struct Network;
  std::unique_ptr<const Network> network_;
};

}  // namespace orator::face
