#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace orator::farm {

// Slurm, by its own programs. Any thread.

/// @throws Error fileNotFound where sbatch, squeue or scancel is not installed
void requireSlurm();

/// @param words options, script and its arguments @return the number of the job
/// @throws Error invalidArgument with what sbatch says
std::int64_t submitJob(const std::vector<std::string>& words);

/// A job, or one task of an array, that waits or runs.
struct QueuedJob {
  std::int64_t id = 0;
  int task = -1;  ///< of an array
  bool runs = false;
  bool operator==(const QueuedJob&) const = default;
};
/// Those of one name. @throws Error invalidArgument with what squeue says
std::vector<QueuedJob> queuedJobs(const std::string& name);

/// What squeue prints with `-h -r -o "%i %T"`; lines that are no job are left out.
std::vector<QueuedJob> jobsOf(const std::string& lines);

/// Ends those of one name, waiting and running. @throws Error invalidArgument with what scancel says
void cancelJobs(const std::string& name);
/// Ends one. @throws Error invalidArgument with what scancel says
void cancelJob(std::int64_t id);

}  // namespace orator::farm
