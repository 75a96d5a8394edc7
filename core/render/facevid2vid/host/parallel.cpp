#include "core/render/facevid2vid/host/parallel.h"

#include <ATen/Parallel.h>

namespace orator::render::facevid2vid::host {

// LibTorch's loop is a template that is parallel in files compiled for OpenMP only, as this one is.
void parallelFor(Index begin, Index end, Index grain, const std::function<void(Index, Index)>& work) {
  at::parallel_for(begin, end, grain, work);
}

}  // namespace orator::render::facevid2vid::host
