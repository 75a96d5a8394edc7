#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <vector>

namespace orator::render {

enum class PasteStyle {
  soft,      ///< colours matched to the portrait, motion fading out towards the body and the edge of the box
  published  ///< SadTalker's paste_pic: seamless cloning of the whole box, for comparisons
};

/// What is known of the person in the portrait, in the portrait's pixels. Either may be empty; with less
/// known the middle of the box is taken for the head.
struct PasteGuide {
  cv::Mat matte;                         ///< CV_8UC1 of the portrait's size, 255 = person
  std::vector<cv::Point2f> faceOutline;  ///< polygon
};

/// Puts the rendered square of a face back into its whole portrait, frame by frame (SadTalker's modes "full"
/// and "extfull"). Prepared once for a portrait and a box; every frame depends on itself alone, so equal
/// frames give equal pictures in any order. Immutable; any thread.
class PasteBack {
 public:
  /// @param portrait CV_8UC3 @param box where the frames lie in the portrait; it may reach beyond it
  /// @throws Error invalidArgument when less than 16 pixels a side of the box lie in the portrait
  PasteBack(const cv::Mat& portrait, cv::Rect box, const PasteGuide& guide = {},
            PasteStyle style = PasteStyle::soft);
  ~PasteBack();
  PasteBack(PasteBack&&) noexcept;
  PasteBack& operator=(PasteBack&&) noexcept;

  /// The part of the portrait that changes.
  cv::Rect region() const;
  /// How much of the frame is seen, CV_32FC1 of region(), 0..1.
  const cv::Mat& weight() const;
  /// @param frame CV_8UC3 of any size; it fills the box @return CV_8UC3, the whole picture
  cv::Mat paste(const cv::Mat& frame) const;
  /// The same, written into region() of a copy of the portrait that is used again.
  void pasteInto(const cv::Mat& frame, cv::Mat& picture) const;

 private:
  struct State;
  std::unique_ptr<const State> state_;
};

}  // namespace orator::render
