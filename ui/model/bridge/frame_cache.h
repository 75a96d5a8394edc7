#pragma once

#include <QImage>
#include <QMutex>
#include <map>
#include <vector>

#include "core/base/frame_rate.h"

namespace orator::ui {

/// Rendered preview frames by index, within a memory budget: the frames farthest from the playhead go first.
/// Safe to call from any thread.
class FrameCache {
 public:
  explicit FrameCache(qsizetype budgetBytes) : budgetBytes_(budgetBytes) {}

  /// Null when the frame is not there.
  QImage get(std::int64_t frame) const;
  bool contains(std::int64_t frame) const;
  /// @param playhead what to keep close to when the budget is spent
  void put(std::int64_t frame, const QImage& image, std::int64_t playhead);
  void invalidate(FrameRange range);
  void clear();
  /// Cached frames as ascending ranges.
  std::vector<FrameRange> ranges() const;
  /// First frame at or after `from`, then before it, that is missing and worth rendering ahead; -1 when there
  /// is none or the budget is spent.
  std::int64_t nextMissing(std::int64_t from, std::int64_t frames) const;
  qsizetype usedBytes() const;
  qsizetype budgetBytes() const { return budgetBytes_; }

 private:
  mutable QMutex mutex_;
  std::map<std::int64_t, QImage> images_;
  qsizetype usedBytes_ = 0;
  qsizetype budgetBytes_;
};

}  // namespace orator::ui
