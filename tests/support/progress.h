#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/run_context.h"

namespace orator::test {

/// Keeps the notes of a call and passes its reports on.
class Listener : public ProgressSink {
 public:
  void progress(std::string_view stage, std::int64_t done, std::int64_t) override {
    if (onProgress) onProgress(stage, done);
  }
  void note(std::string_view text) override { notes.emplace_back(text); }

  std::vector<std::string> notes;
  std::function<void(std::string_view stage, std::int64_t done)> onProgress;
};

/// A user who stops a call when so much of a stage is done.
class StopAt {
 public:
  explicit StopAt(std::int64_t done, std::string stage = {}) {
    listener_.onProgress = [this, done, stage = std::move(stage)](std::string_view now, std::int64_t count) {
      if ((stage.empty() || now == stage) && count >= done) source_.request_stop();
    };
  }
  StopAt(const StopAt&) = delete;
  StopAt& operator=(const StopAt&) = delete;
  RunContext context() { return {source_.get_token(), &listener_}; }

 private:
  std::stop_source source_;
  Listener listener_;
};

}  // namespace orator::test
