#include "app/cli/interrupt.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>

#include "core/base/error.h"

namespace orator::cli {
namespace {

/// Sent by the destructor to end the listener.
constexpr int kEndListening = SIGUSR1;

sigset_t listenedSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, kEndListening}) sigaddset(&signals, signal);
  return signals;
}

}  // namespace

Interrupt::Interrupt(std::stop_source stop) {
  const sigset_t signals = listenedSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  listener_ = std::thread([stop = std::move(stop), signals]() mutable {
    for (int signal = 0; sigwait(&signals, &signal) == 0 && signal != kEndListening;) {
      if (!stop.request_stop()) _exit(int(ErrorCode::cancelled));
    }
  });
}

Interrupt::~Interrupt() {
  pthread_kill(listener_.native_handle(), kEndListening);
  listener_.join();
}

}  // namespace orator::cli
