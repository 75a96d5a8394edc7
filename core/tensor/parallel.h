#pragma once

#include <cstdint>
#include <functional>

namespace orator::tensor {

/// Runs work(0) ... work(count - 1), each on one core, on every processor or as many as OMP_NUM_THREADS says:
/// for many small runs of a network, whose own threads would wait for each other more than they work. Order
/// and core are open; each part's result does not depend on them. Rethrows the first exception after all have
/// stopped.
void inParallel(std::int64_t count, const std::function<void(std::int64_t part)>& work);

}  // namespace orator::tensor
