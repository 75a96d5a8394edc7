#include "core/session/frame_cache.h"

#include <cstdlib>
#include <iterator>

namespace orator::session {
namespace {

std::size_t bytesOf(const cv::Mat& image) {
  return image.total() * image.elemSize();
}

}  // namespace

cv::Mat FrameCache::get(std::int64_t frame) const {
  const std::lock_guard lock(mutex_);
  const auto found = images_.find(frame);
  return found == images_.end() ? cv::Mat() : found->second;
}

bool FrameCache::contains(std::int64_t frame) const {
  const std::lock_guard lock(mutex_);
  return images_.contains(frame);
}

void FrameCache::put(std::int64_t frame, const cv::Mat& image, std::int64_t playhead) {
  const std::lock_guard lock(mutex_);
  if (const auto old = images_.find(frame); old != images_.end()) {
    usedBytes_ -= bytesOf(old->second);
    images_.erase(old);
  }
  images_.emplace(frame, image);
  usedBytes_ += bytesOf(image);
  while (usedBytes_ > budgetBytes_ && images_.size() > 1) {
    const auto first = images_.begin(), last = std::prev(images_.end());
    const auto victim =
        std::llabs(first->first - playhead) > std::llabs(last->first - playhead) ? first : last;
    usedBytes_ -= bytesOf(victim->second);
    images_.erase(victim);
  }
}

void FrameCache::invalidate(FrameRange range) {
  const std::lock_guard lock(mutex_);
  for (auto it = images_.lower_bound(range.begin); it != images_.end() && it->first < range.end;) {
    usedBytes_ -= bytesOf(it->second);
    it = images_.erase(it);
  }
}

void FrameCache::clear() {
  const std::lock_guard lock(mutex_);
  images_.clear();
  usedBytes_ = 0;
}

std::vector<FrameRange> FrameCache::ranges() const {
  const std::lock_guard lock(mutex_);
  std::vector<FrameRange> out;
  for (const auto& [frame, image] : images_) {
    if (!out.empty() && out.back().end == frame)
      ++out.back().end;
    else
      out.push_back({frame, frame + 1});
  }
  return out;
}

std::int64_t FrameCache::nextMissing(std::int64_t from, std::int64_t frames) const {
  const std::lock_guard lock(mutex_);
  const std::size_t perFrame = images_.empty() ? 1 : bytesOf(images_.begin()->second);
  if (usedBytes_ + perFrame > budgetBytes_ && !images_.empty()) {
    // Full: only frames that would push out farther ones are worth their time.
    const std::int64_t reach = std::int64_t(images_.size()) * 3 / 4;
    for (std::int64_t i = from; i < std::min(frames, from + reach); ++i)
      if (!images_.contains(i)) return i;
    return -1;
  }
  for (std::int64_t i = from; i < frames; ++i)
    if (!images_.contains(i)) return i;
  for (std::int64_t i = from - 1; i >= 0; --i)
    if (!images_.contains(i)) return i;
  return -1;
}

std::size_t FrameCache::usedBytes() const {
  const std::lock_guard lock(mutex_);
  return usedBytes_;
}

}  // namespace orator::session
