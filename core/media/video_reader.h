#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>

#include "core/base/frame_rate.h"

namespace orator::media {

/// Streams the pictures of a video file as displayed (rotation applied). Not thread-safe.
class VideoReader {
 public:
  /// @throws Error fileNotFound, notAFile, unreadableMedia
  explicit VideoReader(const std::filesystem::path& path);
  ~VideoReader();
  VideoReader(VideoReader&&) noexcept;
  VideoReader& operator=(VideoReader&&) noexcept;

  cv::Size size() const;
  FrameRate frameRate() const;
  /// Frames by the container's word; 0 when it does not say.
  std::int64_t frameCountHint() const;
  /// Next frame into `rgb` (CV_8UC3, R G B) and its presentation time in seconds; false at the end.
  bool read(cv::Mat& rgb, double& timeSeconds);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace orator::media
