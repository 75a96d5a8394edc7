#include "ui/model/jobs/job_worker.h"

#include "core/base/file_system.h"
#include "ui/model/bridge/progress_relay.h"

namespace orator::ui {
namespace {

/// Renders a job; one that was queued without its motion makes that first.
pipeline::AnimateResult renderJob(const Job& job, const std::shared_ptr<session::Resources>& resources,
                                  const KeepFrames& keepFrames, const RunContext& context) {
  std::shared_ptr<const motion::MotionTrack> track = job.track;
  std::shared_ptr<const face::Portrait> portrait;
  if (!track) {
    session::Parts parts(resources);
    const session::Inputs inputs = session::inputsOf(*job.project);
    const auto motion = parts.motion(inputs, context);
    track = {motion, &motion->edited};
    portrait = parts.portrait(inputs, context)->portrait;
  }
  pipeline::AnimateRequest request = project::toRequest(*job.project);
  request.track.clear();  // it is in `track` already
  if (request.voice.empty()) request.idleSeconds = track->frameRate.secondsAt(track->frames());
  request.resume = keepFrames(*job.project, *track);
  return pipeline::renderTrack(resources->stages(), request, portrait, *track, context);
}

/// Of a file, or of all files of a folder.
qint64 bytesOf(const std::filesystem::path& film) {
  if (!isFolder(film)) return qint64(sizeOfFile(film));
  qint64 bytes = 0;
  for (const std::filesystem::path& entry : entriesOf(film)) bytes += qint64(sizeOfFile(entry));
  return bytes;
}

/// Passes everything on, and after each step gives its caller the chance to wait.
class WaitingSink : public ProgressSink {
 public:
  WaitingSink(ProgressSink& told, std::function<void()> wait) : told_(told), wait_(std::move(wait)) {}
  void progress(std::string_view stage, std::int64_t done, std::int64_t total) override {
    told_.progress(stage, done, total);
    wait_();
  }
  void note(std::string_view text) override { told_.note(text); }

 private:
  ProgressSink& told_;
  std::function<void()> wait_;
};

}  // namespace

JobWorker::JobWorker(std::shared_ptr<session::Resources> resources, KeepFrames keepFrames)
    : resources_(std::move(resources)), keepFrames_(std::move(keepFrames)) {
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
  {
    const std::lock_guard lock(mutex_);
    stop_.request_stop();
  }
  wake_.notify_all();
}

void JobWorker::hold(bool held) {
  {
    const std::lock_guard lock(mutex_);
    held_ = held;
  }
  wake_.notify_all();
}

void JobWorker::waitWhileHeld(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [&] { return !held_ || quit_ || stop.stop_requested(); });
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
  WaitingSink sink(relay, [&] { waitWhileHeld(stop); });
  const RunContext context{stop, &sink};
  Problem problem;
  JobState state = JobState::failed;
  RenderedFilm film;
  const QString doing = tr("Rendering %1").arg(job.name);
  try {
    const pipeline::AnimateResult result = renderJob(job, resources_, keepFrames_, context);
    film.bytes = bytesOf(result.output);
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
