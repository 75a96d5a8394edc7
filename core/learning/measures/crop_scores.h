#pragma once

#include <cstdint>
#include <opencv2/core.hpp>

namespace orator::learning {

/// How alike two crops of one size are.
struct CropDifference {
  double difference = 0;  ///< mean absolute difference of the colours, 0..255, with their means aligned
  double ssim = 0;        ///< structural similarity of the luma (Wang et al. 2004), window of 11 pixels
};

/// At the best of all shifts up to 2 pixels. @param real, made CV_8UC3, one size
CropDifference compareCrops(const cv::Mat& real, const cv::Mat& made);

/// What is gathered of one part of a face over frames. Plain value; add() keeps the order of time.
struct PartScore {
  std::int64_t frames = 0;
  double difference = 0, ssim = 0;  ///< means of CropDifference
  double detail = 0;                ///< energy of the luma's gradients, made by real
  double flicker = 0;               ///< mean change from frame to frame, made by real; 0 without two in a row
};

/// Gathers a PartScore.
class PartGauge {
 public:
  /// @param follows on the frame that was added last
  void add(const cv::Mat& real, const cv::Mat& made, bool follows);
  PartScore score() const;

 private:
  std::int64_t frames_ = 0;
  double difference_ = 0, ssim_ = 0, realEnergy_ = 0, madeEnergy_ = 0, realChange_ = 0, madeChange_ = 0;
  cv::Mat lastReal_, lastMade_;
};

}  // namespace orator::learning
