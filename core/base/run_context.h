#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/base/error.h"

namespace orator {

/// Receives what a long call has to say while it runs. Called from the thread that runs the call.
class ProgressSink {
 public:
  virtual ~ProgressSink() = default;
  /// `done` of `total` units of `stage`; monotonic within a stage. `total` is 0 while it is unknown.
  virtual void progress(std::string_view stage, std::int64_t done, std::int64_t total) = 0;
  /// Something the user should know although the work goes on, for example "2 faces found, using the
  /// largest".
  virtual void note(std::string_view text) = 0;
};

/// Handed down through every call that can take longer than a tenth of a second. Cheap to copy.
struct RunContext {
  std::stop_token stop;
  ProgressSink* sink = nullptr;

  void progress(std::string_view stage, std::int64_t done, std::int64_t total) const {
    if (sink) sink->progress(stage, done, total);
  }
  void note(std::string_view text) const {
    if (sink) sink->note(text);
  }
  /// @throws Error(cancelled) when the user asked to stop
  void throwIfCancelled() const {
    if (stop.stop_requested()) throw Error(ErrorCode::cancelled, "", "stopped on request");
  }
};

}  // namespace orator
