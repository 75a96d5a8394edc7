#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <opencv2/core.hpp>
#include <vector>

#include "core/base/frame_rate.h"

namespace orator::session {

/// Rendered preview frames by index, within a memory budget: the frames farthest from the playhead go first.
/// Safe to call from any thread.
class FrameCache {
 public:
  explicit FrameCache(std::size_t budgetBytes) : budgetBytes_(budgetBytes) {}

  /// CV_8UC3 RGB, not to be written to; empty when the frame is not there.
  cv::Mat get(std::int64_t frame) const;
  bool contains(std::int64_t frame) const;
  /// @param playhead what to keep close to when the budget is spent
  void put(std::int64_t frame, const cv::Mat& image, std::int64_t playhead);
  void invalidate(FrameRange range);
  void clear();
  /// Cached frames as ascending ranges.
  std::vector<FrameRange> ranges() const;
  /// First frame at or after `from`, then before it, that is missing and worth rendering ahead; -1 when there
  /// is none or the budget is spent.
  std::int64_t nextMissing(std::int64_t from, std::int64_t frames) const;
  std::size_t usedBytes() const;
  std::size_t budgetBytes() const { return budgetBytes_; }

 private:
  mutable std::mutex mutex_;
  std::map<std::int64_t, cv::Mat> images_;
  std::size_t usedBytes_ = 0;
  std::size_t budgetBytes_;
};

}  // namespace orator::session
