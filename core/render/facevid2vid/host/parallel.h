#pragma once

#include <functional>

#include "core/render/facevid2vid/kernels/kernels.h"

namespace orator::render::facevid2vid::host {

using kernels::Index;

/// Cuts begin..end into stretches of at least `grain` and runs them on the threads of LibTorch
/// (at::set_num_threads). How it is cut depends on the number of threads, so the work must not. The first
/// exception comes out of the call.
void parallelFor(Index begin, Index end, Index grain, const std::function<void(Index, Index)>& work);

}  // namespace orator::render::facevid2vid::host
