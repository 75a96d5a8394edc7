#pragma once

#include <QThread>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

#include "core/session/parts.h"
#include "ui/model/bridge/problem.h"
#include "ui/model/jobs/job.h"
#include "ui/model/jobs/keep_frames.h"

namespace orator::ui {

/// The thread that renders jobs, one after the other. Signals are emitted from it.
class JobWorker : public QThread {
  Q_OBJECT
 public:
  JobWorker(std::shared_ptr<session::Resources> resources, KeepFrames keepFrames);
  /// Stops the running job and the thread.
  ~JobWorker() override;
  /// GUI thread. Only while no job runs.
  void start(const Job& job);
  /// GUI thread. The running job ends within one frame as cancelled.
  void stopJob();
  /// GUI thread. While held, the running job waits where it is, within one frame; it can still be stopped.
  void hold(bool held);

 Q_SIGNALS:
  void progressed(int id, const QString& stage, std::int64_t done, std::int64_t total);
  void jobDone(int id, orator::ui::JobState state, const orator::ui::Problem& problem,
               const orator::ui::RenderedFilm& film);

 protected:
  void run() override;

 private:
  void render(const Job& job, std::stop_token stop);
  void waitWhileHeld(std::stop_token stop);

  std::shared_ptr<session::Resources> resources_;
  KeepFrames keepFrames_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::optional<Job> next_;
  std::stop_source stop_;
  bool quit_ = false, held_ = false;
};

}  // namespace orator::ui

Q_DECLARE_METATYPE(orator::ui::JobState)
