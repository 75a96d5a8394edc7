#pragma once

#include <QElapsedTimer>
#include <QImage>
#include <QLockFile>
#include <QObject>
#include <QTimer>
#include <QUndoStack>
#include <functional>
#include <memory>

#include "core/project/project_file.h"
#include "ui/model/bridge/background.h"

namespace orator::ui {

/// The open project with its undo history, its file and its autosave. Lives on the GUI thread.
/// Everything that changes the project goes through change(); workers receive snapshot().
class Document : public QObject {
  Q_OBJECT
 public:
  /// @param autosaveFolder where unsaved states are kept; created when needed
  explicit Document(std::filesystem::path autosaveFolder, QObject* parent = nullptr);
  ~Document() override;

  const project::Project& project() const { return *project_; }
  /// An immutable copy of the present state; cheap.
  std::shared_ptr<const project::Project> snapshot() const { return project_; }
  QUndoStack* undoStack() { return &undo_; }

  /// One step of the history. Steps with the same non-empty mergeKey that follow each other within two
  /// seconds become one, so that a slider drag is undone at once. Nothing happens when `edit` changes
  /// nothing.
  void change(const QString& text, const std::function<void(project::Project&)>& edit,
              const QString& mergeKey = {});

  /// Takes the newest step back as if it had not been: it can neither be undone nor done again.
  void withdraw();

  const std::filesystem::path& file() const { return file_; }
  bool isModified() const { return !undo_.isClean(); }
  QString title() const;

  /// Starts an empty or a given project without a history. @param file empty: not saved yet
  void start(const project::Project& project, const std::filesystem::path& file, bool modified = false);
  /// Whether somebody else has written file() since it was opened or saved here.
  bool changedOnDisk() const;
  /// @throws Error as project::saveProject
  void save(const std::filesystem::path& file);

  /// States that other, crashed sessions left behind.
  std::vector<project::Autosave> recoverable() const;
  /// Opens a state of recoverable() as unsaved work. It is deleted as soon as this session keeps a copy of
  /// its own.
  void recover(const project::Autosave& autosave);
  /// Deletes a state offered by recoverable().
  void discard(const project::Autosave& autosave);
  /// Picture that is stored, made smaller, beside the autosaves of this session.
  void setThumbnail(const QImage& image);
  /// For a program that is told to end: unsaved work is kept, and stays when this document ends, so that the
  /// next start offers it.
  void leaveSafetyCopy();
  /// After the last change; while changes go on, a copy is written every three times of it.
  void setAutosaveDelay(int milliseconds);
  int autosaveDelay() const { return autosaveTimer_.interval(); }

 Q_SIGNALS:
  /// Another project was opened or begun; changed() follows.
  void started();
  /// The project has another value now.
  void changed();
  /// File name or modified state changed.
  void titleChanged();
  void autosaved();
  void autosaveFailed(const QString& reason);

 private:
  friend class ProjectCommand;
  void setProject(std::shared_ptr<const project::Project> project);
  /// Keeps this session's unsaved work, in the background. @param kept is called when it is
  void writeAutosave(const std::function<void()>& kept = {});
  void removeOwnAutosave();

  std::shared_ptr<const project::Project> project_ = std::make_shared<project::Project>();
  QUndoStack undo_;
  std::filesystem::path file_;
  std::filesystem::file_time_type written_{};  ///< when file_ was written, as last seen
  std::filesystem::path autosaveFolder_;
  QString session_;
  std::unique_ptr<QLockFile> lock_;
  Background writer_{1};  ///< of safety copies, in order
  QTimer autosaveTimer_, autosaveDeadline_;
  QImage thumbnail_;
  bool leavesSafetyCopy_ = false;
  QElapsedTimer sinceChange_;
  int mergeGroup_ = 0;
  QString lastMergeKey_;
};

}  // namespace orator::ui
