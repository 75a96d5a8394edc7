#include "core/farm/farm_status.h"

#include <algorithm>

#include "core/farm/film_work.h"
#include "core/pipeline/frame_journal.h"

namespace orator::farm {
namespace {

/// @param id 0: it was never submitted
JobState stateOf(bool isFinished, std::int64_t id, int task, std::span<const QueuedJob> queue) {
  if (isFinished) return JobState::finished;
  if (id == 0) return JobState::idle;
  const auto job = std::find_if(queue.begin(), queue.end(),
                                [&](const QueuedJob& one) { return one.id == id && one.task == task; });
  if (job == queue.end()) return JobState::failed;
  return job->runs ? JobState::working : JobState::waiting;
}

std::int64_t framesIn(const Farm& farm, std::size_t film, int part, const FilmPlan& plan) {
  std::int64_t frames = 0;
  for (const auto& file : journalsOfPart(farm, film, part))
    if (const auto journal = pipeline::FrameJournal::openToRead(file, plan.owner))
      frames += std::int64_t(journal->frames());
  return frames;
}

void count(const Report& report, FilmStatus& status) {
  status.processorSeconds += report.processorSeconds;
  status.peakMegabytes = std::max(status.peakMegabytes, report.peakMegabytes);
}

}  // namespace

int FilmStatus::partsThatAre(JobState state) const {
  return int(std::count(parts.begin(), parts.end(), state));
}

FilmStatus filmStatus(const Farm& farm, std::size_t film, std::span<const QueuedJob> queue) {
  const int parts = farm.films.at(film).parts;
  Submission latest;
  std::vector<std::int64_t> arrays(std::size_t(parts), 0);  // the last one of each part
  for (const Submission& one : readSubmissions(farm, film)) {
    if (one.motion) latest.motion = one.motion;
    if (one.join) latest.join = one.join;
    for (const int index : one.indexes)
      if (index < parts) arrays[std::size_t(index)] = one.parts;
  }
  FilmStatus status;
  const auto plan = readPlan(farm, film);
  const auto motion = readReport(farm, film, Step::motion), join = readReport(farm, film, Step::join);
  if (plan) status.frames = plan->frames.size();
  status.motion = stateOf(plan && motion, latest.motion, -1, queue);
  status.join = stateOf(bool(join), latest.join, -1, queue);
  if (motion) count(*motion, status);
  if (join) count(*join, status);
  if (join && parts == 0) status.finishedFrames = status.frames;
  for (int part = 0; part < parts; ++part) {
    const auto report = readReport(farm, film, Step::part, part);
    status.parts.push_back(stateOf(bool(report), arrays[std::size_t(part)], part, queue));
    if (report) count(*report, status);
    if (!plan) continue;
    status.finishedFrames += report ? plan->part(part, parts).size() : framesIn(farm, film, part, *plan);
  }
  return status;
}

}  // namespace orator::farm
