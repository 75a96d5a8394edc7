#include "core/base/tensor_statistics.h"

namespace orator {

TensorStatistics& TensorStatistics::shared() {
  static TensorStatistics statistics;
  return statistics;
}

void TensorStatistics::add(TensorSummary summary) {
  const std::lock_guard lock(mutex_);
  TensorSummary& kept = summaries_[summary.name];
  summary.seen = kept.seen + 1;
  kept = std::move(summary);
}

std::vector<TensorSummary> TensorStatistics::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<TensorSummary> found;
  for (const auto& [name, summary] : summaries_) found.push_back(summary);
  return found;
}

void TensorStatistics::clear() {
  const std::lock_guard lock(mutex_);
  summaries_.clear();
}

}  // namespace orator
