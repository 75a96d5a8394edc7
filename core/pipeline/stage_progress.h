#pragma once

#include <cstdint>
#include <string>

#include "core/base/run_context.h"

namespace orator::pipeline {

/// Reports one stage in our units whatever units the call inside it counts in, and never backwards.
/// Notes pass through. One thread.
class StageProgress : public ProgressSink {
 public:
  /// @param total units of the stage, at least 1
  StageProgress(const RunContext& outer, std::string stage, std::int64_t total);

  /// Where calls inside the stage report to.
  RunContext context() { return {outer_.stop, this}; }
  /// `done` units are finished; also asks whether the user wants to stop. @throws Error cancelled
  void done(std::int64_t done);

  void progress(std::string_view inner, std::int64_t done, std::int64_t total) override;
  void note(std::string_view text) override { outer_.note(text); }

 private:
  void report(std::int64_t done);

  RunContext outer_;
  std::string stage_;
  std::int64_t total_;
  std::int64_t reported_ = -1;
};

}  // namespace orator::pipeline
