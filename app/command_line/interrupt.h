#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

namespace orator::cli {

/// While it lives, Ctrl-C, SIGTERM, a closed terminal (SIGHUP) and the end of the processor time that a limit
/// allows (SIGXCPU) are stop requests; a second one ends the program at once with exit code 130. A file
/// beyond the size that is allowed and a reader that went away are failures of the write, not the end. Under
/// nohup a closed terminal stays unnoticed. One at a time.
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
