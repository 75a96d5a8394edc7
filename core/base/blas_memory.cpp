#include "core/base/blas_memory.h"

#include <dlfcn.h>

namespace orator {

void reserveBlasMemory() {
  const auto take = reinterpret_cast<void* (*)(int)>(dlsym(RTLD_DEFAULT, "blas_memory_alloc"));
  const auto giveBack = reinterpret_cast<void (*)(void*)>(dlsym(RTLD_DEFAULT, "blas_memory_free"));
  if (take && giveBack) giveBack(take(0));
}

}  // namespace orator
