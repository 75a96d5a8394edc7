#pragma once

#include "core/farm/farm.h"

namespace orator::farm {

/// Submits what is neither finished nor in the queue: for each film a job for its motion, an array of one job
/// a part behind it, and behind that the join. A job that fails goes back into the queue up to
/// Farm::retries times, one whose machine is lost always.
/// @return films of which something was submitted @throws Error invalidArgument with what Slurm says;
/// outputUnwritable (another program submits this farm), diskFull
int submitMissing(const Farm& farm, const RunContext& context);

/// "0-3,7" for {0, 1, 2, 3, 7}, as sbatch takes it. @param indexes ascending
std::string arrayText(const std::vector<int>& indexes);

}  // namespace orator::farm
