#include "core/tensor/parallel.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace orator::tensor {

namespace {

/// One thread for torch's own steps, until the end of the scope.
class OneThread {
 public:
  OneThread() : before_(at::get_num_threads()) { at::set_num_threads(1); }
  ~OneThread() { at::set_num_threads(before_); }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;
  int before() const { return before_; }

 private:
  const int before_;
};

}  // namespace

void inParallel(std::int64_t count, const std::function<void(std::int64_t part)>& work) {
  const OneThread here;
  std::atomic<std::int64_t> next = 0;
  std::mutex mutex;
  std::exception_ptr failure;
  const auto run = [&] {
    try {
      for (std::int64_t part = next++; part < count; part = next++) work(part);
    } catch (...) {
      next = count;
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  std::vector<std::jthread> others;
  const auto cores = std::min<std::int64_t>(here.before(), count);
  for (std::int64_t i = 1; i < cores; ++i)
    others.emplace_back([&] {
      at::set_num_threads(1);
      run();
    });
  run();
  others.clear();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace orator::tensor
