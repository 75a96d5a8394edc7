#include "app/command_line/interrupt.h"

#include <semaphore.h>
#include <unistd.h>

#include <csignal>

#include "core/base/error.h"

namespace orator::cli {
namespace {

/// Raised by the handler, which may call little else, for the listener, which may call everything.
/// A handler and not sigwait: libraries start threads before main() that do not block the signals.
sem_t raised;

void raise(int) {
  sem_post(&raised);
}

void handle(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  for (const int signal : {SIGINT, SIGTERM}) sigaction(signal, &action, nullptr);
}

void waitForSignal() {
  while (sem_wait(&raised) != 0) {
  }  // EINTR: another signal woke it
}

}  // namespace

Interrupt::Interrupt(std::stop_source stop) {
  sem_init(&raised, 0, 0);
  listener_ = std::thread([this, stop = std::move(stop)]() mutable {
    for (waitForSignal(); !ended_; waitForSignal()) {
      if (!stop.request_stop()) _exit(int(ErrorCode::cancelled));
    }
  });
  handle(raise);
}

Interrupt::~Interrupt() {
  handle(SIG_DFL);
  ended_ = true;
  sem_post(&raised);
  listener_.join();
  sem_destroy(&raised);
}

}  // namespace orator::cli
