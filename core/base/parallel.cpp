#include "core/base/parallel.h"

#include <dlfcn.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <list>
#include <map>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace orator {
namespace {

constexpr std::int64_t kPiecesPerThread = 4;  // so that who is early takes another

std::atomic<int> chosenThreads = 0;
thread_local bool insideLoop = false;

class InsideLoop {
 public:
  InsideLoop() { insideLoop = true; }
  ~InsideLoop() { insideLoop = before_; }

 private:
  const bool before_ = insideLoop;
};

int usualThreads() {
  static const int usual = [] {
    const char* told = std::getenv("OMP_NUM_THREADS");
    const int number = told ? std::atoi(told) : 0;
    return number > 0 ? number : int(std::max(1u, std::thread::hardware_concurrency()));
  }();
  return usual;
}

/// Threads that sleep until a loop wants them; all loops of the process share them, so that two at once do
/// not have more threads than one. They do not wait actively as OpenMP's do: beside an encoder that made
/// short loops eight times as slow.
class Team {
 public:
  /// Calls body on the calling thread and on up to `others` that are free; returns when all have left it.
  void run(int others, const std::function<void()>& body) {
    Call call{&body, others};
    {
      const std::lock_guard lock(mutex_);
      while (int(threads_.size()) < others)
        threads_.emplace_back([this](const std::stop_token& stop) { serve(stop); });
      calls_.push_back(&call);
    }
    wake_.notify_all();
    body();
    std::unique_lock lock(mutex_);
    calls_.remove(&call);
    call.left.wait(lock, [&] { return call.inside == 0; });
  }

 private:
  struct Call {
    const std::function<void()>* body;
    int places;  ///< still free
    int inside = 0;
    std::condition_variable left{};
  };

  void serve(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (wake_.wait(lock, stop, [&] { return !calls_.empty(); })) {
      Call& call = *calls_.front();
      if (--call.places == 0) calls_.pop_front();
      ++call.inside;
      lock.unlock();
      (*call.body)();
      lock.lock();
      if (--call.inside == 0) call.left.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::list<Call*> calls_;  ///< with free places
  std::vector<std::jthread> threads_;
};

Team& team() {
  static Team threads;
  return threads;
}

/// Runs part(0) ... part(count - 1), each on the first thread that is free. `inside` stands around what one
/// thread does.
void runParts(std::int64_t count, const std::function<void(std::int64_t)>& part,
              const std::function<void(const std::function<void()>&)>& inside) {
  std::atomic<std::int64_t> next = 0;
  std::mutex mutex;
  std::exception_ptr failure;
  const auto run = [&] {
    const InsideLoop here;
    try {
      inside([&] {
        for (std::int64_t i = next++; i < count; i = next++) part(i);
      });
    } catch (...) {
      next = count;
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  const auto threads = int(std::min<std::int64_t>(threadCount(), count));
  if (threads > 1)
    team().run(threads - 1, run);
  else
    run();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

int threadCount() {
  const int chosen = chosenThreads;
  return chosen > 0 ? chosen : usualThreads();
}

void setThreadCount(int count) {
  chosenThreads = std::max(0, count);
}

void parallelFor(std::int64_t begin, std::int64_t end, std::int64_t grain,
                 const std::function<void(std::int64_t, std::int64_t)>& work) {
  if (begin >= end) return;
  const std::int64_t most = (end - begin + grain - 1) / grain;  // pieces
  const std::int64_t pieces = insideLoop ? 1 : std::min(most, kPiecesPerThread * threadCount());
  if (pieces == 1 || threadCount() == 1) return work(begin, end);
  const auto borderAt = [&](std::int64_t piece) {
    return std::min(end, begin + most * piece / pieces * grain);
  };
  runParts(
      pieces, [&](std::int64_t piece) { work(borderAt(piece), borderAt(piece + 1)); },
      [](const auto& run) { run(); });
}

int& LibraryThreads::depthHere() const {
  thread_local std::map<const LibraryThreads*, int> depths;
  return depths[this];
}

void LibraryThreads::enter() {
  const std::lock_guard lock(mutex_);
  if (depthHere()++ > 0) return;
  const int seen = count_();  // in every thread: some libraries set a new one up when it is asked first
  if (users_++ == 0) usual_ = seen;
  setCount_(1);
}

void LibraryThreads::leave() {
  const std::lock_guard lock(mutex_);
  if (--depthHere() > 0) return;
  if (--users_ == 0 || scope_ == Scope::thread) setCount_(usual_);
}

LibraryThreads& openBlasThreads() {
  static const auto set = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
  static const auto get = reinterpret_cast<int (*)()>(dlsym(RTLD_DEFAULT, "openblas_get_num_threads"));
  static LibraryThreads threads([] { return get ? get() : 1; },
                                [](int count) {
                                  if (set) set(count);
                                },
                                LibraryThreads::Scope::process);
  return threads;
}

void inParallel(std::int64_t count, const std::function<void(std::int64_t)>& work, LibraryThreads* library) {
  if (insideLoop) {
    for (std::int64_t part = 0; part < count; ++part) work(part);
    return;
  }
  const LibraryThreads::One blas(openBlasThreads());
  runParts(count, work, [library](const auto& run) {
    std::optional<LibraryThreads::One> one;
    if (library) one.emplace(*library);
    run();
  });
}

}  // namespace orator
