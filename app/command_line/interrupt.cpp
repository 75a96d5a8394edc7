#include "app/command_line/interrupt.h"

#include <semaphore.h>
#include <unistd.h>

#include <array>
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

constexpr std::array kStops{SIGINT, SIGTERM, SIGHUP, SIGXCPU};
constexpr std::array kFailedWrites{SIGXFSZ, SIGPIPE};

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {
  }, before{};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigaction(signal, nullptr, &before);
  const bool wasIgnored = before.sa_handler == SIG_IGN;
  if (!(signal == SIGHUP && wasIgnored)) sigaction(signal, &action, nullptr);
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
  for (const int signal : kFailedWrites) handle(signal, SIG_IGN);
  for (const int signal : kStops) handle(signal, raise);
}

Interrupt::~Interrupt() {
  for (const int signal : kStops) handle(signal, SIG_DFL);
  ended_ = true;
  sem_post(&raised);
  listener_.join();
  sem_destroy(&raised);
}

}  // namespace orator::cli
