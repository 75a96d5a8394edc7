#include "app/studio/end_signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace orator::studio {
namespace {

constexpr std::array kSignals{SIGTERM, SIGINT, SIGHUP};

/// A handler may write, and the notifier reads where everything may be done.
std::array<int, 2> ends{-1, -1};

void handle(int) {
  for (const int signal : kSignals) std::signal(signal, SIG_DFL);
  const char wish = 1;
  if (::write(ends[1], &wish, 1) != 1) ::_exit(1);  // nobody could be told
}

}  // namespace

EndSignals::EndSignals(std::function<void()> end) {
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return;  // signals end the program as they always do
  notifier_ = std::make_unique<QSocketNotifier>(ends[0], QSocketNotifier::Read);
  QObject::connect(notifier_.get(), &QSocketNotifier::activated, [this, end = std::move(end)] {
    notifier_->setEnabled(false);
    end();
  });
  for (const int signal : kSignals) std::signal(signal, handle);
}

EndSignals::~EndSignals() {
  if (!notifier_) return;
  for (const int signal : kSignals) std::signal(signal, SIG_DFL);
  notifier_.reset();
  for (const int end : ends) ::close(end);
}

}  // namespace orator::studio
