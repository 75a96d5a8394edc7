#include "core/pipeline/stage_progress.h"

#include <algorithm>
#include <utility>

namespace orator::pipeline {

StageProgress::StageProgress(const RunContext& outer, std::string stage, std::int64_t total)
    : outer_(outer), stage_(std::move(stage)), total_(std::max<std::int64_t>(total, 1)) {
  report(0);
}

void StageProgress::done(std::int64_t done) {
  report(done);
  outer_.throwIfCancelled();
}

void StageProgress::progress(std::string_view, std::int64_t done, std::int64_t total) {
  if (total > 0) report(std::int64_t(double(total_) * double(done) / double(total)));
}

void StageProgress::report(std::int64_t done) {
  done = std::clamp<std::int64_t>(done, 0, total_);
  if (done <= reported_) return;
  reported_ = done;
  outer_.progress(stage_, done, total_);
}

}  // namespace orator::pipeline
