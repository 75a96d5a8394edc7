#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <opencv2/core.hpp>
#include <optional>
#include <thread>

#include "core/media/video_reader.h"

namespace orator::capture {

/// Decodes the next pictures of a video while the caller works on this one. Its calls belong to one thread.
class ReadAhead {
 public:
  struct Frame {
    cv::Mat rgb;
    double seconds = 0;
  };

  /// @param reader must outlive this object and is its own until then
  explicit ReadAhead(media::VideoReader& reader)
      : thread_([this, &reader](const std::stop_token& stop) { run(reader, stop); }) {}

  /// None at the end. @throws what reading throws
  std::optional<Frame> next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !frames_.empty() || done_; });
    if (frames_.empty()) {
      if (failure_) std::rethrow_exception(failure_);
      return std::nullopt;
    }
    Frame frame = std::move(frames_.front());
    frames_.pop_front();
    changed_.notify_all();
    return frame;
  }

 private:
  static constexpr std::size_t kAhead = 3;

  void run(media::VideoReader& reader, const std::stop_token& stop) {
    try {
      Frame frame;
      while (!stop.stop_requested() && reader.read(frame.rgb, frame.seconds)) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [this] { return frames_.size() < kAhead; });
        frames_.push_back(std::move(frame));
        frame = {};
        changed_.notify_all();
      }
    } catch (...) {
      failure_ = std::current_exception();
    }
    const std::scoped_lock lock(mutex_);
    done_ = true;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Frame> frames_;
  bool done_ = false;
  std::exception_ptr failure_;  ///< written before done_
  std::jthread thread_;         ///< last: ends before the rest goes
};

}  // namespace orator::capture
