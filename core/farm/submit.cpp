#include "core/farm/submit.h"

#include <algorithm>
#include <set>

#include "core/base/files.h"
#include "core/farm/farm_status.h"
#include "core/farm/slurm.h"

namespace orator::farm {
namespace {

namespace fs = std::filesystem;

/// As a shell reads it back.
std::string shellQuoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

/// A path in which sbatch finds no number to put in.
std::string withoutSigns(const std::string& path) {
  std::string plain;
  for (const char c : path) plain += c == '%' ? std::string("%%") : std::string(1, c);
  return plain;
}

fs::path writeScript(const Farm& farm) {
  const fs::path file = farm.folder / "job.sh";
  writeFile(file,
            "#!/bin/sh\n"
            "# A job of orator farm: its first word is the step, its second the film.\n"
            "export OMP_NUM_THREADS=\"${SLURM_CPUS_ON_NODE:-1}\"\n" +
                shellQuoted(farm.program.string()) + " farm work --folder " +
                shellQuoted(farm.folder.string()) +
                " --step \"$1\" --film \"$2\" --part \"${SLURM_ARRAY_TASK_ID:-0}\" \\\n"
                "  --attempt \"$SLURM_JOB_ID-${SLURM_RESTART_COUNT:-0}\"\n"
                "status=$?\n"
                "# 130 is a stop that somebody wanted.\n"
                "if [ $status -ne 0 ] && [ $status -ne 130 ] && [ \"${SLURM_RESTART_COUNT:-0}\" -lt " +
                std::to_string(farm.retries) +
                " ]; then\n"
                "  scontrol requeue \"$SLURM_JOB_ID\"\n"
                "fi\n"
                "exit $status\n");
  return file;
}

/// What the jobs of one film have in common.
class FilmSubmitter {
 public:
  FilmSubmitter(const Farm& farm, std::size_t film, const fs::path& script)
      : farm_(farm), film_(film), script_(script) {}
  /// @param log name of the file of its messages @param more options
  std::int64_t submit(const char* step, const std::string& log, const std::string& dependency,
                      const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = farm_.slurmOptions;
    const std::string messages = withoutSigns(farm_.workFolder(film_).string()) + "/" + log + ".log";
    words.insert(words.end(), {"--job-name=" + farm_.name, "--requeue", "--open-mode=append",
                               "--kill-on-invalid-dep=yes", "--output=" + messages});
    if (!dependency.empty()) words.push_back("--dependency=" + dependency);
    words.insert(words.end(), more.begin(), more.end());
    words.insert(words.end(), {script_.string(), step, std::to_string(film_)});
    return submitJob(words);
  }

 private:
  const Farm& farm_;
  const std::size_t film_;
  const fs::path& script_;
};

bool isActive(JobState state) {
  return state == JobState::waiting || state == JobState::working;
}

/// @param condition "afterok", "afterany"
void addDependency(std::string& text, const char* condition, std::int64_t id) {
  if (!text.empty()) text += ",";
  text += condition + std::string(":") + std::to_string(id);
}

bool isQueued(std::int64_t id, const std::vector<QueuedJob>& queue) {
  return id != 0 &&
         std::any_of(queue.begin(), queue.end(), [&](const QueuedJob& job) { return job.id == id; });
}

/// Of the arrays that still have a task of the film in the queue.
std::set<std::int64_t> activeArrays(const std::vector<Submission>& submissions,
                                    const std::vector<QueuedJob>& queue) {
  std::set<std::int64_t> active;
  for (const Submission& one : submissions)
    if (isQueued(one.parts, queue)) active.insert(one.parts);
  return active;
}

/// @return whether something was submitted
bool submitFilm(const Farm& farm, std::size_t film, const fs::path& script,
                const std::vector<QueuedJob>& queue) {
  const FilmStatus status = filmStatus(farm, film, queue);
  std::vector<Submission> submissions = readSubmissions(farm, film);
  Submission next;
  for (std::size_t part = 0; part < status.parts.size(); ++part)
    if (status.parts[part] != JobState::finished && !isActive(status.parts[part]))
      next.indexes.push_back(int(part));
  if (status.join == JobState::finished || (isActive(status.join) && next.indexes.empty())) return false;

  const FilmSubmitter submitter(farm, film, script);
  std::int64_t motion = 0;  // that parts wait for
  if (isActive(status.motion)) {
    for (const Submission& one : submissions) motion = one.motion ? one.motion : motion;
  } else if (status.motion != JobState::finished) {
    motion = next.motion = submitter.submit("motion", "motion", {});
  }
  std::string joinAfter;
  for (const std::int64_t array : activeArrays(submissions, queue))
    addDependency(joinAfter, "afterany", array);
  if (!next.indexes.empty()) {
    std::string after;
    if (motion != 0) addDependency(after, "afterok", motion);
    next.parts = submitter.submit("part", "part-%a", after, {"--array=" + arrayText(next.indexes)});
    addDependency(joinAfter, "afterok", next.parts);
  }
  if (next.parts == 0 && motion != 0) addDependency(joinAfter, "afterok", motion);
  for (const Submission& one : submissions)  // it waits for parts that have failed
    if (isQueued(one.join, queue)) cancelJob(one.join);
  next.join = submitter.submit("join", "film", joinAfter);
  submissions.push_back(std::move(next));
  writeSubmissions(farm, film, submissions);
  return true;
}

}  // namespace

std::string arrayText(const std::vector<int>& indexes) {
  std::string text;
  for (std::size_t begin = 0; begin < indexes.size();) {
    std::size_t end = begin + 1;
    while (end < indexes.size() && indexes[end] == indexes[end - 1] + 1) ++end;
    text.append(text.empty() ? "" : ",").append(std::to_string(indexes[begin]));
    if (end - begin > 1) text.append("-").append(std::to_string(indexes[end - 1]));
    begin = end;
  }
  return text;
}

int submitMissing(const Farm& farm, const RunContext& context) {
  const Descriptor claim = claimFarm(farm);  // two would both see the same jobs missing
  const fs::path script = writeScript(farm);
  const std::vector<QueuedJob> queue = queuedJobs(farm.name);
  int submitted = 0;
  for (std::size_t film = 0; film < farm.films.size(); ++film) {
    context.throwIfCancelled();
    submitted += submitFilm(farm, film, script, queue) ? 1 : 0;
    context.progress("submit", std::int64_t(film) + 1, std::int64_t(farm.films.size()));
  }
  return submitted;
}

}  // namespace orator::farm
