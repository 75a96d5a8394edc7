#include "core/tensor/parallel.h"

#include <ATen/Parallel.h>

namespace orator::tensor {

LibraryThreads& torchThreads() {
  static LibraryThreads threads([] { return at::get_num_threads(); },
                                [](int count) { at::set_num_threads(count); }, LibraryThreads::Scope::thread);
  return threads;
}

void setThreadCount(int count) {
  orator::setThreadCount(count);
  at::set_num_threads(threadCount());
}

void inParallel(std::int64_t count, const std::function<void(std::int64_t part)>& work) {
  orator::inParallel(count, work, &torchThreads());
}

}  // namespace orator::tensor
