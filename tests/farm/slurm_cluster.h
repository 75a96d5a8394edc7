#pragma once

#include <string>
#include <vector>

#include "tests/support/files.h"

namespace orator::test {

/// Debian's slurmctld, munged and one slurmd for each of three machines, n1 to n3, all on this computer and
/// as its user, with all their files in a folder that goes away. While it lives, sbatch and the others of
/// this process and its children speak to it. One at a time.
class SlurmCluster {
 public:
  /// @throws std::runtime_error with what the daemons say, where they do not begin to work
  SlurmCluster();
  ~SlurmCluster();
  SlurmCluster(const SlurmCluster&) = delete;
  SlurmCluster& operator=(const SlurmCluster&) = delete;

  /// The daemon that is not installed; empty where all are.
  static std::string missing();
  /// What `scontrol show <what>` says, or what any other of its commands does.
  static std::string scontrol(const std::vector<std::string>& words);
  /// As when its power fails: the daemon, and what it has started down to the processes of a job.
  /// @param process of the job @param machine it runs on
  void killMachine(const std::string& machine, int process);
  /// What the daemons have to say, for a test that failed.
  std::string messages() const;

 private:
  void writeConfiguration();
  void start();
  void end();
  TemporaryFolder folder_;
};

}  // namespace orator::test
