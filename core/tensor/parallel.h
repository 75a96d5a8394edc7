#pragma once

#include <cstdint>
#include <functional>

#include "core/base/parallel.h"

namespace orator::tensor {

/// Torch's own threads, one number for every thread of ours.
LibraryThreads& torchThreads();

/// Torch and OpenBLAS on the calling thread alone until the end of the scope.
class OneThread {
  LibraryThreads::One blas_{openBlasThreads()};
  LibraryThreads::One torch_{torchThreads()};
};

/// orator::setThreadCount() for torch's loops as well.
void setThreadCount(int count);

/// orator::inParallel() with torch, too, on each part's own thread.
void inParallel(std::int64_t count, const std::function<void(std::int64_t part)>& work);

}  // namespace orator::tensor
