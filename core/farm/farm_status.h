#pragma once

#include <span>
#include <vector>

#include "core/farm/farm.h"
#include "core/farm/slurm.h"

namespace orator::farm {

/// Of a job: `idle` is neither in the queue nor finished and was never there, `failed` was there.
enum class JobState { idle, waiting, working, failed, finished };

struct FilmStatus {
  JobState motion = JobState::idle, join = JobState::idle;
  std::vector<JobState> parts;
  std::int64_t frames = 0;          ///< of the film; 0 while that is not known
  std::int64_t finishedFrames = 0;  ///< that lie in journals, or in the film
  double processorSeconds = 0;      ///< of all finished jobs
  double peakMegabytes = 0;         ///< of the largest of them

  int partsThatAre(JobState state) const;
};

/// @param queue queuedJobs() of the farm @throws Error unreadableProject
FilmStatus filmStatus(const Farm& farm, std::size_t film, std::span<const QueuedJob> queue);

}  // namespace orator::farm
