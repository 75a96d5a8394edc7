#include "ui/model/jobs/job_worker.h"

#include "ui/model/bridge/progress_relay.h"

namespace orator::ui {
namespace {

/// The motion of a job that was queued without one.
motion::MotionTrack makeTrack(Engine& engine, const project::Project& project, const RunContext& context) {
  if (!project.track.empty() && project.edits.empty()) return engine.readTrack(project.track);
  const auto portrait = engine.analysePortrait(project, context);
  const auto voice = project.voice.empty() ? std::make_shared<const VoiceData>()  // who waits has none
                                           : engine.readVoice(project, context);
  const auto generated = engine.generate(project, *portrait, *voice, project.motion.seed, context);
  std::vector<project::RerolledMotion> rerolled;
  for (const project::RangeReroll& reroll : project.edits.rerolls)
    rerolled.push_back(
        {reroll, engine.applySettings(*engine.generate(project, *portrait, *voice, reroll.seed, context),
                                      project.motion)});
  const motion::MotionTrack base = project.track.empty() ? engine.applySettings(*generated, project.motion)
                                                         : engine.readTrack(project.track);
  return project::applyEdits(base, generated->blinkDirection, project.motion.blinkStrength, project.edits,
                             rerolled);
}

}  // namespace

JobWorker::JobWorker(std::shared_ptr<Engine> engine) : engine_(std::move(engine)) {
  setObjectName("jobs");
  QThread::start(QThread::LowPriority);
}

JobWorker::~JobWorker() {
  {
    const std::lock_guard lock(mutex_);
    quit_ = true;
    stop_.request_stop();
  }
  wake_.notify_all();
  wait();
}

void JobWorker::start(const Job& job) {
  {
    const std::lock_guard lock(mutex_);
    next_ = job;
    stop_ = std::stop_source();
  }
  wake_.notify_all();
}

void JobWorker::stopJob() {
  const std::lock_guard lock(mutex_);
  stop_.request_stop();
}

void JobWorker::run() {
  for (;;) {
    std::optional<Job> job;
    std::stop_token stop;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return quit_ || next_; });
      if (quit_) return;
      job.swap(next_);
      stop = stop_.get_token();
    }
    render(*job, stop);
  }
}

void JobWorker::render(const Job& job, std::stop_token stop) {
  ProgressRelay relay(
      [&](const QString& stage, std::int64_t done, std::int64_t total) {
        Q_EMIT progressed(job.id, stage, done, total);
      },
      [&](const QString& note) { qInfo("%s: %s", qUtf8Printable(job.name), qUtf8Printable(note)); });
  const RunContext context{stop, &relay};
  Problem problem;
  JobState state = JobState::failed;
  RenderedFilm film;
  const QString doing = tr("Rendering %1").arg(job.name);
  try {
    const auto track = job.track ? *job.track : makeTrack(*engine_, *job.project, context);
    const pipeline::AnimateResult result = engine_->render(*job.project, track, context);
    std::error_code ignored;
    film.bytes = qint64(std::filesystem::file_size(result.output, ignored));
    film.pixels = double(result.size.area()) * double(result.frames);
    film.renderSeconds = result.renderSeconds;
    state = JobState::done;
  } catch (...) {
    problem = caughtProblem(doing);
    if (problem.level == Problem::Level::info) state = JobState::cancelled;
  }
  Q_EMIT jobDone(job.id, state, problem, film);
}

}  // namespace orator::ui
