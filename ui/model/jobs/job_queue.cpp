#include "ui/model/jobs/job_queue.h"

#include <QBuffer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <iterator>

#include "core/base/file_system.h"
#include "core/project/project_file.h"
#include "ui/kit/text/path.h"
#include "ui/model/bridge/show_in_folder.h"
#include "ui/model/estimate/render_speed.h"
#include "ui/model/jobs/counted_name.h"
#include "ui/model/jobs/job_worker.h"

namespace orator::ui {
namespace {

/// How much of a film is rendered, 0..1.
double shareOf(const Job& job) {
  return job.stage == "render" && job.total > 0 ? double(job.done) / double(job.total) : 0;
}

/// JSON of the jobs that are to be there again after a crash.
std::string queueText(const std::vector<Job>& jobs) {
  QJsonArray list;
  for (const Job& job : jobs) {
    const std::string project = project::toJson(*job.project, {});
    QJsonObject stored{{"name", job.name},
                       {"project", QJsonDocument::fromJson(QByteArray::fromStdString(project)).object()}};
    if (!job.thumbnail.isNull()) {
      QByteArray png;
      QBuffer buffer(&png);
      job.thumbnail.save(&buffer, "PNG");
      stored["thumbnail"] = QString::fromLatin1(png.toBase64());
    }
    if (job.sheet) stored["sheet"] = job.sheet->toJson();
    list.append(stored);
  }
  return QJsonDocument(list).toJson(QJsonDocument::Compact).toStdString();
}

}  // namespace

JobQueue::JobQueue(std::shared_ptr<session::Resources> resources, std::filesystem::path store,
                   KeepFrames keepFrames, QObject* parent)
    : QAbstractListModel(parent),
      store_(std::move(store)),
      worker_(std::make_unique<JobWorker>(std::move(resources), std::move(keepFrames))) {
  connect(worker_.get(), &JobWorker::progressed, this, &JobQueue::onProgress, Qt::QueuedConnection);
  connect(worker_.get(), &JobWorker::jobDone, this, &JobQueue::onFinished, Qt::QueuedConnection);
  restore();
}

JobQueue::~JobQueue() {
  store();
}

int JobQueue::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(jobs_.size());
}

QVariant JobQueue::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Job& job = jobs_[std::size_t(index.row())];
  if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) return job.name;
  if (role == Qt::ToolTipRole) return toQString(job.project->output);
  if (role == Qt::UserRole) return job.id;
  return {};
}

int JobQueue::rowOf(int id) const {
  for (std::size_t row = 0; row < jobs_.size(); ++row)
    if (jobs_[row].id == id) return int(row);
  return -1;
}

int JobQueue::active() const {
  int count = 0;
  for (const Job& job : jobs_) count += !job.finished();
  return count;
}

bool JobQueue::writes(const std::filesystem::path& film) const {
  return std::any_of(jobs_.begin(), jobs_.end(), [&](const Job& job) {
    return !job.finished() && job.project->output.lexically_normal() == film.lexically_normal();
  });
}

int JobQueue::add(Job job) {
  if (writes(job.project->output)) {
    auto renamed = std::make_shared<project::Project>(*job.project);
    renamed->output = countedUp(
        renamed->output, [this](const std::filesystem::path& film) { return writes(film) || isThere(film); });
    job.name = toQString(renamed->output.filename());
    job.project = std::move(renamed);
  }
  job.id = nextId_++;
  job.state = JobState::waiting;
  beginInsertRows({}, rowCount(), rowCount());
  jobs_.push_back(std::move(job));
  endInsertRows();
  store();
  const int id = jobs_.back().id;
  if (paused_)
    Q_EMIT problem({Problem::Level::info,
                    tr("Rendering"),
                    tr("The queue is paused; %n film(s) wait.", nullptr, active()),
                    {},
                    {},
                    tr("Go on"),
                    [this] { setPaused(false); }});
  startNext();
  return id;
}

void JobQueue::cancel(int id) {
  const int row = rowOf(id);
  if (row < 0) return;
  if (id == running_) {
    worker_->stopJob();
  } else if (!jobs_[std::size_t(row)].finished()) {
    jobs_[std::size_t(row)].state = JobState::cancelled;
    changed(row);
    store();
    removeFrames(jobs_[std::size_t(row)]);
    Q_EMIT jobFinished(id);
    finishSheet(Job(jobs_[std::size_t(row)]));
    endIdlePause();
  }
}

void JobQueue::retry(int id) {
  const int row = rowOf(id);
  if (row < 0 || !jobs_[std::size_t(row)].finished()) return;
  Job& job = jobs_[std::size_t(row)];
  if (writes(job.project->output)) {
    Q_EMIT problem({Problem::Level::warning,
                    tr("Rendering"),
                    tr("Another film of the queue is written to %1.").arg(job.name),
                    tr("Render it again when that one is ready."),
                    {}});
    return;
  }
  job.state = JobState::waiting;
  job.done = job.total = 0;
  job.error.clear();
  job.remedy.clear();
  changed(row);
  store();
  startNext();
}

void JobQueue::remove(int id) {
  const int row = rowOf(id);
  if (row < 0 || id == running_) return;
  removeFrames(jobs_[std::size_t(row)]);
  beginRemoveRows({}, row, row);
  jobs_.erase(jobs_.begin() + row);
  endRemoveRows();
  store();
  endIdlePause();
}

void JobQueue::clearFinished() {
  for (int row = rowCount() - 1; row >= 0; --row)
    if (jobs_[std::size_t(row)].finished()) remove(jobs_[std::size_t(row)].id);
}

void JobQueue::reveal(int id) {
  const int row = rowOf(id);
  if (row < 0) return;
  std::optional<Problem> wrong = showInFolder(toQString(jobs_[std::size_t(row)].project->output));
  if (!wrong) return;
  wrong->offer = tr("Render again");
  wrong->accept = [this, id] { retry(id); };
  Q_EMIT problem(*wrong);
}

void JobQueue::move(int id, int direction) {
  const int row = rowOf(id);
  if (row < 0) return;
  for (int target = row + direction; target >= 0 && target < rowCount(); target += direction)
    if (!jobs_[std::size_t(target)].finished()) return moveTo(id, target);
}

void JobQueue::moveTo(int id, int target) {
  const int row = rowOf(id);
  if (row < 0 || target < 0 || target >= rowCount() || target == row) return;
  beginMoveRows({}, row, row, {}, target > row ? target + 1 : target);
  const auto from = jobs_.begin() + row, to = jobs_.begin() + target;
  if (target > row)
    std::rotate(from, from + 1, to + 1);
  else
    std::rotate(to, from, from + 1);
  endMoveRows();
  store();
}

double JobQueue::secondsLeft() const {
  const int at = rowOf(running_);
  if (at < 0 || jobs_[std::size_t(at)].framesPerSecond <= 0) return -1;
  const Job& now = jobs_[std::size_t(at)];
  double seconds = now.secondsLeft;
  for (const Job& job : jobs_) {
    if (job.finished() || job.id == running_) continue;
    if (!job.track) return -1;  // how long that film is will be known when its voice has been read
    seconds +=
        double(job.project->frames ? job.project->frames->size() : job.track->frames()) / now.framesPerSecond;
  }
  return seconds;
}

void JobQueue::setPaused(bool paused) {
  if (paused_ == paused) return;
  paused_ = paused;
  worker_->hold(paused);
  if (const int row = rowOf(running_); row >= 0) {
    Job& job = jobs_[std::size_t(row)];
    job.state = paused ? JobState::paused : JobState::running;
    measuredFrom_ = job.done;
    stageTimer_.start();
    changed(row);
    store();
  }
  if (!paused) startNext();
  Q_EMIT jobChanged(0);
}

void JobQueue::endIdlePause() {
  if (paused_ && active() == 0) setPaused(false);
}

void JobQueue::startNext() {
  if (running_ || paused_) return;
  for (std::size_t row = 0; row < jobs_.size(); ++row) {
    Job& job = jobs_[row];
    if (job.state != JobState::waiting && job.state != JobState::paused) continue;
    job.state = JobState::running;
    job.stage.clear();
    job.done = job.total = 0;
    job.secondsLeft = -1;
    running_ = job.id;
    stageName_.clear();
    measuredFrom_ = 0;
    jobTimer_.start();
    changed(int(row));
    store();
    Q_EMIT activity(true, 0);
    worker_->start(job);
    return;
  }
  Q_EMIT activity(false, 0);
}

void JobQueue::onProgress(int id, const QString& stage, std::int64_t done, std::int64_t total) {
  const int row = rowOf(id);
  if (row < 0) return;
  Job& job = jobs_[std::size_t(row)];
  job.done = done;
  job.total = total;
  // Before the first frame stands the preparation, which says nothing about the speed.
  if (stage != stageName_ || (job.stage == stage && measuredFrom_ == 0 && done > 0)) {
    stageName_ = stage;
    measuredFrom_ = done;
    stageTimer_.start();
  }
  job.stage = stage;
  measureSpeed(job, stage);
  job.secondsTaken = double(jobTimer_.elapsed()) / 1000;
  changed(row);
  Q_EMIT activity(true, shareOf(job));
}

void JobQueue::announce() {
  if (const int row = rowOf(running_); row >= 0) Q_EMIT activity(true, shareOf(jobs_[std::size_t(row)]));
}

void JobQueue::measureSpeed(Job& job, const QString& stage) const {
  constexpr double kLeastSeconds = 0.5;
  constexpr std::int64_t kLeastFrames = 3;
  const double seconds = double(stageTimer_.elapsed()) / 1000;
  const std::int64_t frames = job.done - measuredFrom_;
  const bool known = stage == "render" && seconds >= kLeastSeconds && frames >= kLeastFrames;
  job.framesPerSecond = known ? double(frames) / seconds : 0;
  job.secondsLeft = known ? double(job.total - job.done) / job.framesPerSecond : -1;
}

void JobQueue::onFinished(int id, JobState state, const Problem& problem, const RenderedFilm& film) {
  running_ = 0;
  const int row = rowOf(id);
  if (row >= 0) {
    Job& job = jobs_[std::size_t(row)];
    job.state = state;
    if (state == JobState::cancelled) removeFrames(job);
    job.secondsTaken = double(jobTimer_.elapsed()) / 1000;
    job.secondsLeft = -1;
    job.bytes = film.bytes;
    if (state == JobState::done) {
      job.done = job.total;
      RenderSpeed::learn(job.project->renderer, job.project->render.device, film.pixels, film.renderSeconds);
    }
    if (state == JobState::failed) {
      job.error = problem.reason;
      job.remedy = problem.remedy;
      Problem told = problem;
      told.offer = tr("Render again");
      told.accept = [this, id] { retry(id); };
      Q_EMIT this->problem(told);
    }
    changed(row);
    if (job.finished()) {
      Q_EMIT jobFinished(id);
      finishSheet(Job(jobs_[std::size_t(rowOf(id))]));
    }
  }
  store();
  Q_EMIT activity(false, 0);
  endIdlePause();
  startNext();
}

void JobQueue::removeFrames(const Job& job) {
  // Frames that wait for the job to go on are of no use any more.
  pipeline::removeJournal(job.project->output);
}

void JobQueue::finishSheet(const Job& job) {
  if (!job.sheet) return;
  const auto sameMatrix = [&](const Job& other) {
    return other.sheet && other.sheet->file == job.sheet->file;
  };
  for (const Job& other : jobs_)
    if (sameMatrix(other) && !other.finished()) return;
  auto films = std::make_shared<int>(0);
  background_.run(
      tr("Drawing the contact sheet"), [sheet = job.sheet, films] { *films = writeContactSheet(*sheet); },
      [this, sheet = job.sheet, films] { Q_EMIT sheetWritten(sheet->file, *films); },
      [this](const Problem& found) { Q_EMIT problem(found); });
}

void JobQueue::changed(int row) {
  const QModelIndex at = index(row);
  Q_EMIT dataChanged(at, at);
  Q_EMIT jobChanged(jobs_[std::size_t(row)].id);
}

void JobQueue::store() {
  if (store_.empty()) return;
  std::vector<Job> jobs;
  std::copy_if(jobs_.begin(), jobs_.end(), std::back_inserter(jobs),
               [](const Job& job) { return !job.finished(); });
  const int order = ++*stored_;
  writer_.run(
      tr("Keeping the queue"),
      [jobs = std::move(jobs), file = store_, order, newest = stored_] {
        if (order == *newest) project::writeAtomically(file, queueText(jobs));
      },
      [] {},
      // The queue itself goes on; only its memory over a crash is lost, which the log says.
      [](const Problem& found) {
        qWarning("the render queue cannot be stored: %s", qUtf8Printable(found.reason));
      });
}

void JobQueue::restore() {
  QFile file(toQString(store_));
  if (store_.empty() || !file.open(QIODevice::ReadOnly)) return;
  const QJsonArray list = QJsonDocument::fromJson(file.readAll()).array();
  for (const QJsonValue value : list) {
    try {
      const QByteArray text = QJsonDocument(value["project"].toObject()).toJson(QJsonDocument::Compact);
      Job job;
      job.id = nextId_++;
      job.name = value["name"].toString();
      job.project =
          std::make_shared<const project::Project>(project::fromJson(text.toStdString(), {}, "queue"));
      job.thumbnail.loadFromData(QByteArray::fromBase64(value["thumbnail"].toString().toLatin1()), "PNG");
      if (value.toObject().contains("sheet"))
        job.sheet = std::make_shared<const ContactSheet>(ContactSheet::fromJson(value["sheet"].toObject()));
      job.state = JobState::waiting;
      jobs_.push_back(std::move(job));
    } catch (const Error& e) {
      qWarning("a stored job was left out: %s", e.what());
    }
  }
  // What was interrupted waits until the user says so.
  paused_ = !jobs_.empty();
}

}  // namespace orator::ui
