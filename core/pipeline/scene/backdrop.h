#pragma once

#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>

#include "core/base/frame_rate.h"
#include "core/media/video_reader.h"

namespace orator::pipeline {

/// What is behind a person, in the size of the film: one picture, or those of a video, again and again.
class Backdrop {
 public:
  /// @param picture CV_8UC3 of the film's size
  explicit Backdrop(cv::Mat picture) : shown_(std::move(picture)) {}
  /// A picture or video, its middle as large as covers the film.
  /// @throws Error fileNotFound, notAFile, unreadablePicture, unreadableMedia
  Backdrop(const std::filesystem::path& file, cv::Size size, FrameRate rate);

  /// CV_8UC3. @param frame of the film, in ascending order
  const cv::Mat& at(std::int64_t frame);

 private:
  bool readNext();

  cv::Mat shown_;
  std::filesystem::path file_;
  cv::Size size_;
  FrameRate rate_;
  std::optional<media::VideoReader> video_;
  double shownUntil_ = 0;  ///< seconds of the film
  std::int64_t readFrames_ = 0;
};

/// The middle of a picture, as large as covers a size.
cv::Mat covering(const cv::Mat& picture, cv::Size size);

}  // namespace orator::pipeline
