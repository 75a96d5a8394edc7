#include "core/farm/slurm.h"

#include <sstream>

#include "core/base/error.h"
#include "core/base/number.h"
#include "core/base/process.h"

namespace orator::farm {
namespace {

std::string slurmSays(const std::vector<std::string>& words) {
  const ProcessResult result = runProcess(words);
  if (result.exitCode != 0)
    throw Error(ErrorCode::invalidArgument, words.front(),
                result.err.empty() ? "it failed without saying why" : result.err,
                "Ask sinfo whether the cluster works, and look at the options given by --slurm");
  return result.out;
}

}  // namespace

void requireSlurm() {
  for (const char* program : {"sbatch", "squeue", "scancel"})
    if (programInPath(program).empty())
      throw Error(ErrorCode::fileNotFound, program,
                  "it is not installed, and the machines of a farm are reached through Slurm",
                  "Work on a machine of a Slurm cluster (Debian's package is slurm-client), or make the film "
                  "here with orator render");
}

std::int64_t submitJob(const std::vector<std::string>& words) {
  std::vector<std::string> command{"sbatch", "--parsable"};
  command.insert(command.end(), words.begin(), words.end());
  const std::string said = slurmSays(command);
  const auto id = numberFromText<std::int64_t>(said.substr(0, said.find(';')));
  if (!id || *id <= 0)
    throw Error(ErrorCode::invalidArgument, "sbatch", "it says no number of a job: " + said,
                "Ask squeue whether there is one");
  return *id;
}

std::vector<QueuedJob> jobsOf(const std::string& lines) {
  std::vector<QueuedJob> jobs;
  std::istringstream stream(lines);
  for (std::string line, name, state; std::getline(stream, line);) {
    if (!(std::istringstream(line) >> name >> state)) continue;
    const std::size_t split = name.find('_');
    const auto id = numberFromText<std::int64_t>(name.substr(0, split));
    if (!id) continue;
    QueuedJob job{.id = *id, .runs = state != "PENDING"};
    if (split != std::string::npos) {
      const auto task = numberFromText<int>(name.substr(split + 1));
      if (!task) continue;
      job.task = *task;
    }
    jobs.push_back(job);
  }
  return jobs;
}

std::vector<QueuedJob> queuedJobs(const std::string& name) {
  return jobsOf(slurmSays({"squeue", "--noheader", "--array", "--name=" + name, "--format=%i %T"}));
}

void cancelJobs(const std::string& name) {
  slurmSays({"scancel", "--name=" + name});
}

void cancelJob(std::int64_t id) {
  slurmSays({"scancel", std::to_string(id)});
}

}  // namespace orator::farm
