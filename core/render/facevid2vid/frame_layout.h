#pragma once

#include <memory>
#include <opencv2/core.hpp>

#include "core/face/sadtalker/portrait_crop.h"
#include "core/render/face_renderer.h"

namespace orator::render::facevid2vid {

face::sadtalker::Framing framingOf(CropMode mode);

/// How the square that the networks make becomes a frame of the video. Immutable.
class FrameLayout {
 public:
  virtual ~FrameLayout() = default;
  virtual cv::Size size() const = 0;
  /// @param square CV_8UC3 RGB; not kept @return CV_8UC3 RGB of size(), owned by the caller
  virtual cv::Mat compose(const cv::Mat& square) const = 0;
};

/// @param box of the square in the portrait @param side of the networks' picture
/// @throws Error invalidArgument (size)
std::unique_ptr<const FrameLayout> makeFrameLayout(const face::Portrait& portrait, cv::Rect box,
                                                   const RenderSettings& settings, int side);

}  // namespace orator::render::facevid2vid
