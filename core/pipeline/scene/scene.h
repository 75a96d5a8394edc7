#pragma once

#include <opencv2/core.hpp>
#include <optional>

#include "core/pipeline/scene/backdrop.h"
#include "core/pipeline/scene/layout.h"

namespace orator::pipeline {

/// Puts the pictures of a renderer into the frame of a film: around the face, over what is behind, with the
/// mark. One thread; frames in ascending order.
class Scene {
 public:
  /// @param layout of the same settings @param rendered size of the renderer's pictures
  /// @throws Error what reading SceneSettings::behindFile throws
  Scene(const SceneSettings& settings, const Layout& layout, const face::Portrait& portrait, cv::Rect shown,
        cv::Size rendered, FrameRate rate);

  cv::Size size() const { return size_; }
  /// @param picture of the renderer: CV_8UC3, or CV_8UC4 whose colour is multiplied by its alpha; may be used
  /// up
  /// @return CV_8UC3, or for a transparent film CV_8UC4 whose colour is not multiplied by its alpha
  cv::Mat framed(std::int64_t frame, cv::Mat picture);

 private:
  cv::Mat laidOut(const cv::Mat& picture) const;
  void drawMark(cv::Mat& frame) const;

  SceneSettings settings_;
  cv::Size size_;
  bool isWhole_;
  cv::Size placedSize_;  ///< of the renderer's pictures in the frame
  cv::Point place_;      ///< of their corner; may lie outside
  std::optional<Backdrop> backdrop_;
};

}  // namespace orator::pipeline
