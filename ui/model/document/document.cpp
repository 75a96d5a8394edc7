#include "ui/model/document/document.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QRandomGenerator>

#include "core/base/error.h"
#include "ui/kit/pictures/image.h"
#include "ui/kit/text/path.h"
#include "ui/model/document/project_command.h"

namespace orator::ui {
namespace {

constexpr int kAutosaveDelayMs = 3000;
constexpr int kAutosaveDeadlineInDelays = 3;
constexpr int kMergeWindowMs = 2000;

QString lockPath(const std::filesystem::path& folder, const QString& session) {
  return toQString(folder / (session.toStdString() + ".lock"));
}

/// The earliest time where there is no such file.
std::filesystem::file_time_type writeTime(const std::filesystem::path& file) {
  std::error_code missing;
  const auto time = std::filesystem::last_write_time(file, missing);
  return missing ? std::filesystem::file_time_type{} : time;
}

}  // namespace

Document::Document(std::filesystem::path autosaveFolder, QObject* parent)
    : QObject(parent), autosaveFolder_(std::move(autosaveFolder)) {
  session_ = QDateTime::currentDateTimeUtc().toString("yyyyMMdd-hhmmss-") +
             QString::number(QRandomGenerator::global()->generate(), 16);
  QDir().mkpath(toQString(autosaveFolder_));
  lock_ = std::make_unique<QLockFile>(lockPath(autosaveFolder_, session_));
  lock_->setStaleLockTime(0);
  lock_->tryLock(0);
  setAutosaveDelay(kAutosaveDelayMs);
  for (QTimer* timer : {&autosaveTimer_, &autosaveDeadline_}) {
    timer->setSingleShot(true);
    connect(timer, &QTimer::timeout, this, [this] { writeAutosave(); });
  }
  connect(&undo_, &QUndoStack::cleanChanged, this, &Document::titleChanged);
}

void Document::setAutosaveDelay(int milliseconds) {
  autosaveTimer_.setInterval(milliseconds);
  autosaveDeadline_.setInterval(kAutosaveDeadlineInDelays * milliseconds);
}

Document::~Document() {
  writer_.finish();
  if (!leavesSafetyCopy_) project::removeAutosave(autosaveFolder_, session_.toStdString());
}

void Document::leaveSafetyCopy() {
  leavesSafetyCopy_ = true;
  autosaveTimer_.stop();
  writeAutosave();
}

QString Document::title() const {
  return file_.empty() ? tr("Untitled") : toQString(file_.stem());
}

void Document::change(const QString& text, const std::function<void(project::Project&)>& edit,
                      const QString& mergeKey) {
  auto after = std::make_shared<project::Project>(*project_);
  edit(*after);
  project::confine(*after);  // what the user sees can be saved, and opened again
  if (*after == *project_) return;
  const bool merges = !mergeKey.isEmpty() && mergeKey == lastMergeKey_ && sinceChange_.isValid() &&
                      sinceChange_.elapsed() < kMergeWindowMs && undo_.index() == undo_.count();
  if (!merges) ++mergeGroup_;
  lastMergeKey_ = mergeKey;
  sinceChange_.start();
  undo_.push(
      new ProjectCommand(this, text, project_, std::move(after), mergeKey.isEmpty() ? -1 : mergeGroup_));
}

void Document::withdraw() {
  if (undo_.index() == 0) return;
  // The stack owns its commands and shows them as constant; it deletes an obsolete one without undoing it.
  auto* command = const_cast<QUndoCommand*>(undo_.command(undo_.index() - 1));
  command->undo();
  command->setObsolete(true);
  undo_.undo();
}

void Document::setProject(std::shared_ptr<const project::Project> project) {
  project_ = std::move(project);
  autosaveTimer_.start();
  if (!autosaveDeadline_.isActive()) autosaveDeadline_.start();
  Q_EMIT changed();
}

void Document::start(const project::Project& project, const std::filesystem::path& file, bool modified) {
  undo_.clear();
  lastMergeKey_.clear();
  thumbnail_ = {};
  file_ = file;
  written_ = writeTime(file);
  project_ = std::make_shared<const project::Project>(project);
  autosaveTimer_.stop();
  autosaveDeadline_.stop();
  removeOwnAutosave();
  if (modified) {
    undo_.resetClean();
    autosaveTimer_.start();
  }
  Q_EMIT started();
  Q_EMIT changed();
  Q_EMIT titleChanged();
}

bool Document::changedOnDisk() const {
  const auto now = writeTime(file_);
  return now != std::filesystem::file_time_type{} && now != written_;
}

void Document::save(const std::filesystem::path& file) {
  project::saveProject(*project_, file);
  file_ = file;
  written_ = writeTime(file);
  autosaveTimer_.stop();
  autosaveDeadline_.stop();
  removeOwnAutosave();
  undo_.setClean();
  Q_EMIT titleChanged();
}

void Document::writeAutosave(const std::function<void()>& kept) {
  autosaveDeadline_.stop();
  if (!isModified()) return removeOwnAutosave();
  writer_.run(
      tr("Keeping a safety copy"),
      [folder = autosaveFolder_, session = session_.toStdString(), project = project_, original = file_,
       thumbnail = thumbnail_] {
        project::writeAutosave(folder, session, *project, original);
        if (thumbnail.isNull()) return;
        savePng(thumbnail.scaled(160, 160, Qt::KeepAspectRatio, Qt::SmoothTransformation),
                folder / (session + ".png"));
      },
      [this, kept] {
        Q_EMIT autosaved();
        if (kept) kept();
      },
      [this](const Problem& found) { Q_EMIT autosaveFailed(found.reason); });
}

void Document::removeOwnAutosave() {
  // In the background too: a copy that is being written must not outlive it.
  writer_.run(
      tr("Keeping a safety copy"),
      [folder = autosaveFolder_, session = session_.toStdString()] {
        project::removeAutosave(folder, session);
      },
      [] {}, [this](const Problem& found) { Q_EMIT autosaveFailed(found.reason); });
}

std::vector<project::Autosave> Document::recoverable() const {
  std::vector<project::Autosave> found;
  for (project::Autosave& state : project::listAutosaves(autosaveFolder_)) {
    const QString session = toQString(state.file.stem());
    if (session == session_) continue;
    QLockFile lock(lockPath(autosaveFolder_, session));
    lock.setStaleLockTime(0);
    if (!lock.tryLock(0)) continue;  // that studio is still running
    lock.unlock();
    found.push_back(std::move(state));
  }
  return found;
}

void Document::setThumbnail(const QImage& image) {
  const bool first = thumbnail_.isNull();
  thumbnail_ = image;
  // The first picture may come later than the safety copy it belongs to.
  if (first && !image.isNull() && isModified()) autosaveTimer_.start();
}

void Document::recover(const project::Autosave& autosave) {
  start(autosave.project, autosave.original, true);
  setThumbnail(QImage(toQString(autosave.thumbnail)));
  writeAutosave([this, autosave] { discard(autosave); });
}

void Document::discard(const project::Autosave& autosave) {
  project::removeAutosave(autosaveFolder_, autosave.file.stem().string());
}

}  // namespace orator::ui
