#pragma once

#include <QSocketNotifier>
#include <functional>
#include <memory>

namespace orator::studio {

/// While it lives, the system's wish that the program ends (SIGTERM, SIGINT, SIGHUP) is a call on the GUI
/// thread; a second wish ends the program at once. One at a time.
class EndSignals {
 public:
  explicit EndSignals(std::function<void()> end);
  ~EndSignals();
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;

 private:
  std::unique_ptr<QSocketNotifier> notifier_;
};

}  // namespace orator::studio
