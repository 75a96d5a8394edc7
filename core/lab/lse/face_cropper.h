#pragma once

#include <deque>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

namespace orator::lab::lse {

inline constexpr int kCropSide = 224;

/// Where SyncNet's crop of a frame lies: half the side of the face's box, and its centre; pixels.
struct CropPlace {
  double half = 0;
  cv::Point2d centre;
};

/// Each value is the median over 13 frames, with zeros outside, as SyncNet's authors have it: the first and
/// the last six are biased to small values, all of them in tracks shorter than 13 frames.
/// @param boxes left, top, right, bottom of the face in each frame, pixels
std::vector<CropPlace> cropPlaces(std::span<const cv::Vec4d> boxes);

/// The face in the upper middle of a square, grey (110) beyond the picture.
/// @param picture CV_8UC3 @return CV_8UC3 of 224 x 224, in the same order of colours
/// @throws Error noFace for a place without extent
cv::Mat croppedFace(const cv::Mat& picture, const CropPlace& place);

/// The crops of a film, frame by frame. Holds seven frames, which the median looks ahead.
class FaceCropper {
 public:
  /// @param picture CV_8UC3, is kept until its crop is made @param box as in cropPlaces
  void add(const cv::Mat& picture, const cv::Vec4d& box);
  /// The crops of all frames. @throws Error noFace (fewer than seven frames leave no median above zero)
  std::vector<cv::Mat> finish();

 private:
  void cropUpTo(std::size_t end);
  std::deque<cv::Mat> waiting_;
  std::vector<cv::Vec4d> boxes_;
  std::vector<cv::Mat> crops_;
};

}  // namespace orator::lab::lse
