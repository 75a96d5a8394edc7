#include "core/pipeline/scene/backdrop.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/media/media_info.h"
#include "core/media/picture.h"

namespace orator::pipeline {
namespace {

/// Several pictures that are shown one after another, in place of one.
bool isVideo(const std::filesystem::path& file) {
  const media::MediaInfo info = media::readMediaInfo(file);
  if (!info.hasVideo)
    throw Error(ErrorCode::unreadableMedia, pathText(file), "there is no picture in it",
                "Choose a picture or a video to be seen behind the person");
  return info.frames > 1;
}

}  // namespace

cv::Mat covering(const cv::Mat& picture, cv::Size size) {
  const double scale = std::max(double(size.width) / picture.cols, double(size.height) / picture.rows);
  const cv::Size needed(std::clamp(cvRound(size.width / scale), 1, picture.cols),
                        std::clamp(cvRound(size.height / scale), 1, picture.rows));
  const cv::Rect middle({(picture.cols - needed.width) / 2, (picture.rows - needed.height) / 2}, needed);
  cv::Mat result;
  cv::resize(picture(middle), result, size, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  return result;
}

Backdrop::Backdrop(const std::filesystem::path& file, cv::Size size, FrameRate rate)
    : file_(file), size_(size), rate_(rate) {
  if (!isVideo(file)) {
    shown_ = covering(media::readPicture(file).rgb, size);
    return;
  }
  video_.emplace(file);
  if (!readNext())
    throw Error(ErrorCode::unreadableMedia, pathText(file), "no picture could be decoded from it",
                "Choose another picture or video to be seen behind the person");
}

/// The next picture of the video, or its first again.
bool Backdrop::readNext() {
  cv::Mat rgb;
  double seconds = 0;
  if (!video_->read(rgb, seconds)) {
    video_.emplace(file_);
    if (!video_->read(rgb, seconds)) return false;
  }
  shown_ = covering(rgb, size_);
  shownUntil_ = video_->frameRate().secondsAt(++readFrames_);
  return true;
}

const cv::Mat& Backdrop::at(std::int64_t frame) {
  constexpr double kRounding = 1e-6;
  while (video_ && shownUntil_ <= rate_.secondsAt(frame) + kRounding)
    if (!readNext()) break;
  return shown_;
}

}  // namespace orator::pipeline
