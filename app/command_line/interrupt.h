#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

namespace orator::cli {

/// Turns Ctrl-C (and SIGTERM) into a stop request while it lives; a second one ends the program at once with
/// exit code 130. One at a time.
class Interrupt {
 public:
  explicit Interrupt(std::stop_source stop);
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

 private:
  std::atomic<bool> ended_ = false;
  std::thread listener_;
};

}  // namespace orator::cli
