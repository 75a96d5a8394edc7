#pragma once

#include <QAbstractListModel>
#include <QElapsedTimer>
#include <atomic>

#include "core/session/parts.h"
#include "ui/model/bridge/background.h"
#include "ui/model/jobs/job.h"
#include "ui/model/jobs/keep_frames.h"

namespace orator::ui {

class JobWorker;

/// The render queue: a list model on the GUI thread in front of one worker thread. The waiting and the
/// interrupted jobs are kept in a file, so that they are there again after a crash.
class JobQueue : public QAbstractListModel {
  Q_OBJECT
 public:
  /// @param store file the queue is kept in; empty: nowhere
  /// @param keepFrames which films go on where they were interrupted
  JobQueue(std::shared_ptr<session::Resources> resources, std::filesystem::path store,
           KeepFrames keepFrames = keepsFramesOfLongFilms, QObject* parent = nullptr);
  ~JobQueue() override;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  const Job& job(int row) const { return jobs_[std::size_t(row)]; }
  int rowOf(int id) const;
  int runningId() const { return running_; }
  /// Jobs that wait or run.
  int active() const;
  /// Whether a job that is not finished writes to this file.
  bool writes(const std::filesystem::path& film) const;

  /// Puts a job at the end. Its film gets a counted name where an unfinished job has that name already. While
  /// the queue is paused, a message offers to go on.
  int add(Job job);
  void cancel(int id);
  void retry(int id);
  void remove(int id);
  void clearFinished();
  /// Shows the finished film in its folder, or says that it is no longer there.
  void reveal(int id);
  /// Moves a job before the next (-1) or behind the next (+1) one that waits too.
  void move(int id, int direction);
  /// Moves a job to another row.
  void moveTo(int id, int row);
  /// Seconds until everything that waits is rendered, by the speed of the running job; negative: unknown.
  double secondsLeft() const;
  /// While paused, the running job is held within one frame and no further one begins. A queue in which
  /// nothing is left to render is not paused.
  void setPaused(bool paused);
  bool isPaused() const { return paused_; }
  /// Says again how far the running job is, to a window that was made later than it began.
  void announce();

 Q_SIGNALS:
  /// @param id 0: the queue was paused or goes on
  void jobChanged(int id);
  void jobFinished(int id);
  void activity(bool busy, double share);
  /// The last job of a matrix has ended; its contact sheet was written and shows this many films.
  void sheetWritten(const QString& file, int films);
  void problem(const orator::ui::Problem& problem);

 private:
  void startNext();
  /// Ends a pause that nothing waits for.
  void endIdlePause();
  void measureSpeed(Job& job, const QString& stage) const;
  void onProgress(int id, const QString& stage, std::int64_t done, std::int64_t total);
  void onFinished(int id, JobState state, const orator::ui::Problem& problem,
                  const orator::ui::RenderedFilm& film);
  void changed(int row);
  /// Deletes the finished frames of a film that will not go on.
  static void removeFrames(const Job& job);
  /// Writes the contact sheet when no job of its matrix is left.
  void finishSheet(const Job& job);
  /// Writes the queue in the background; what is newer takes the place of what still waits.
  void store();
  void restore();

  std::vector<Job> jobs_;
  std::filesystem::path store_;
  std::unique_ptr<JobWorker> worker_;
  int nextId_ = 1, running_ = 0;
  bool paused_ = false;
  QElapsedTimer jobTimer_, stageTimer_;
  std::int64_t measuredFrom_ = 0;  ///< frames that were done when stageTimer_ started
  QString stageName_;
  Background background_, writer_{1};
  std::shared_ptr<std::atomic<int>> stored_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace orator::ui
