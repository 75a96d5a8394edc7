#include "ui/model/bridge/frame_cache.h"

#include <cstdlib>

namespace orator::ui {

QImage FrameCache::get(std::int64_t frame) const {
  QMutexLocker lock(&mutex_);
  const auto found = images_.find(frame);
  return found == images_.end() ? QImage() : found->second;
}

bool FrameCache::contains(std::int64_t frame) const {
  QMutexLocker lock(&mutex_);
  return images_.contains(frame);
}

void FrameCache::put(std::int64_t frame, const QImage& image, std::int64_t playhead) {
  QMutexLocker lock(&mutex_);
  if (const auto old = images_.find(frame); old != images_.end()) {
    usedBytes_ -= old->second.sizeInBytes();
    images_.erase(old);
  }
  images_.emplace(frame, image);
  usedBytes_ += image.sizeInBytes();
  while (usedBytes_ > budgetBytes_ && images_.size() > 1) {
    const auto first = images_.begin(), last = std::prev(images_.end());
    const auto victim =
        std::llabs(first->first - playhead) > std::llabs(last->first - playhead) ? first : last;
    usedBytes_ -= victim->second.sizeInBytes();
    images_.erase(victim);
  }
}

void FrameCache::invalidate(FrameRange range) {
  QMutexLocker lock(&mutex_);
  for (auto it = images_.lower_bound(range.begin); it != images_.end() && it->first < range.end;) {
    usedBytes_ -= it->second.sizeInBytes();
    it = images_.erase(it);
  }
}

void FrameCache::clear() {
  QMutexLocker lock(&mutex_);
  images_.clear();
  usedBytes_ = 0;
}

std::vector<FrameRange> FrameCache::ranges() const {
  QMutexLocker lock(&mutex_);
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
  QMutexLocker lock(&mutex_);
  const qsizetype perFrame = images_.empty() ? 1 : images_.begin()->second.sizeInBytes();
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

qsizetype FrameCache::usedBytes() const {
  QMutexLocker lock(&mutex_);
  return usedBytes_;
}

}  // namespace orator::ui
