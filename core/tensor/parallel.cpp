#include "core/tensor/parallel.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace orator::tensor {

namespace {

/// One thread for torch's own steps and for OpenBLAS below them, until the end of the scope. OpenBLAS has
/// threads of its own, and its callers from several cores would queue for them.
class OneThread {
 public:
  OneThread() : before_(at::get_num_threads()) {
    at::set_num_threads(1);
    if (setBlas_ && getBlas_) blasBefore_ = getBlas_(), setBlas_(1);
  }
  ~OneThread() {
    at::set_num_threads(before_);
    if (setBlas_ && getBlas_) setBlas_(blasBefore_);
  }
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

  /// Torch counts physical cores, of which a virtual machine often reports one; every processor counts here.
  /// Who sets OMP_NUM_THREADS has the say.
  int cores() const {
    const bool told = std::getenv("OMP_NUM_THREADS") != nullptr;
    return told ? before_ : std::max(before_, int(std::thread::hardware_concurrency()));
  }

 private:
  template <class Function>
  static Function* ofBlas(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
  }

  const int before_;
  int blasBefore_ = 1;
  void (*const setBlas_)(int) = ofBlas<void(int)>("openblas_set_num_threads");
  int (*const getBlas_)() = ofBlas<int()>("openblas_get_num_threads");
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
  const auto cores = std::min<std::int64_t>(here.cores(), count);
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
