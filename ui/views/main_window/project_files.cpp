#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QStatusBar>

#include "core/base/file_system.h"
#include "ui/kit/settings/settings.h"
#include "ui/kit/text/menu_text.h"
#include "ui/kit/text/path.h"
#include "ui/model/bridge/show_in_folder.h"
#include "ui/views/dialogs/recovery_dialog.h"
#include "ui/views/main_window/main_window.h"

namespace orator::ui {
namespace {

constexpr int kRecentCount = 10;

QString projectFilter() {
  return MainWindow::tr("Orator project (*%1)").arg(project::kProjectEnding);
}

}  // namespace

void MainWindow::newProject() {
  studio_.document().start({}, {});
}

void MainWindow::chooseProject() {
  if (!mayDiscard()) return;
  const QString file = QFileDialog::getOpenFileName(this, tr("Open project"), {}, projectFilter());
  if (!file.isEmpty()) openProject(file);
}

bool MainWindow::openProject(const QString& file) {
  try {
    const project::Project opened = project::loadProject(toPath(file));
    studio_.document().start(opened, absolutePath(toPath(file)));
    rememberRecent(file);
  } catch (const Error& e) {
    messages_.show(problemFrom(e, tr("Opening the project")));
    return false;
  }
  relinkBeside();
  return true;
}

void MainWindow::fillVersions() {
  versionsMenu_->clear();
  const std::filesystem::path file = studio_.document().file();
  if (!file.empty())
    for (const std::filesystem::path& version : project::backups(file)) {
      const QDateTime when = QFileInfo(toQString(version)).lastModified();
      versionsMenu_->addAction(QLocale().toString(when, QLocale::LongFormat), this,
                               [this, version] { openVersion(version); });
    }
  if (versionsMenu_->isEmpty()) versionsMenu_->addAction(tr("None yet"))->setEnabled(false);
}

void MainWindow::openVersion(const std::filesystem::path& version) {
  if (!mayDiscard()) return;
  const std::filesystem::path file = studio_.document().file();
  try {
    // It is the unsaved state of the same file: saving keeps the newer version as a backup.
    studio_.document().start(project::loadProject(version), file, true);
    relinkBeside();
  } catch (const Error& e) {
    messages_.show(problemFrom(e, tr("Opening the project")));
  }
}

bool MainWindow::save() {
  const std::filesystem::path& file = studio_.document().file();
  if (file.empty()) return saveAs();
  if (!studio_.document().changedOnDisk()) return saveTo(toQString(file));
  QMessageBox box(QMessageBox::NoIcon, tr("The project has changed on disk"),
                  tr("%1 was saved by another window or program since it was opened here.")
                      .arg(studio_.document().title()),
                  QMessageBox::Cancel, this);
  QPushButton* other = box.addButton(tr("Save as…"), QMessageBox::AcceptRole);
  QPushButton* over = box.addButton(tr("Overwrite"), QMessageBox::DestructiveRole);
  box.setDefaultButton(other);
  box.exec();
  if (box.clickedButton() == other) return saveAs();
  return box.clickedButton() == over && saveTo(toQString(file));
}

bool MainWindow::saveAs() {
  QString suggestion = toQString(studio_.document().file());
  if (suggestion.isEmpty() && !studio_.project().voice.empty())
    suggestion = toQString(studio_.project().voice.parent_path() /
                           (studio_.project().voice.stem().string() + project::kProjectEnding));
  QString file = QFileDialog::getSaveFileName(this, tr("Save project"), suggestion, projectFilter());
  if (file.isEmpty()) return false;
  if (!file.endsWith(project::kProjectEnding)) file += project::kProjectEnding;
  return saveTo(file);
}

bool MainWindow::saveTo(const QString& file) {
  try {
    studio_.document().save(absolutePath(toPath(file)));
  } catch (const Error& e) {
    Problem told = problemFrom(e, tr("Saving the project"));
    told.offer = tr("Save as…");
    told.accept = [this] { saveAs(); };
    messages_.show(told);
    return false;
  }
  rememberRecent(file);
  return true;
}

void MainWindow::bundleProject() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for the bundle"));
  if (folder.isEmpty()) return;
  const QString name = studio_.document().title(), file = folder + '/' + name + project::kProjectEnding;
  statusBar()->showMessage(tr("Writing the bundle") + " …");
  background_.run(
      tr("Writing the bundle"),
      [project = studio_.document().snapshot(), folder, name] {
        project::bundle(*project, toPath(folder), name.toStdString());
      },
      [this, file] {
        statusBar()->clearMessage();
        showWithFile({Problem::Level::done, tr("Bundle"), tr("Written to %1").arg(file), {}, {}}, file);
      },
      [this](const Problem& found) {
        statusBar()->clearMessage();
        messages_.show(found);
      });
}

void MainWindow::relinkBeside() {
  const std::filesystem::path beside = studio_.document().file().parent_path();
  project::Project copy = studio_.project();
  if (beside.empty() || project::relink(copy, beside) + project::relink(copy, beside / "media") == 0) return;
  studio_.document().change(tr("Find missing media"), [&](project::Project& p) { p = copy; });
}

void MainWindow::askForConsent() {
  bool isDone = false;
  const QString note = QInputDialog::getMultiLineText(
      this, tr("Consent note"),
      tr("Who is seen and heard, and who has agreed to it when; it is kept in the project"),
      QString::fromStdString(studio_.project().consent), &isDone);
  if (!isDone) return;
  QByteArray text = note.toUtf8();
  while (std::size_t(text.size()) > project::kLongestConsent)
    text = QString::fromUtf8(text).chopped(1).toUtf8();
  studio_.document().change(tr("Consent note"), [&](project::Project& p) { p.consent = text.toStdString(); });
}

void MainWindow::findMissing() {
  const bool complete = project::missingMedia(studio_.project()).empty();
  relinkBeside();
  if (!complete && project::missingMedia(studio_.project()).empty()) return;
  project::Project copy = studio_.project();
  QStringList names;
  for (const auto& path : project::missingMedia(copy)) names << toQString(path.filename());
  if (names.isEmpty())
    return messages_.show(
        {Problem::Level::info, tr("Find missing media"), tr("Nothing is missing."), {}, {}});
  const QString folder =
      QFileDialog::getExistingDirectory(this, tr("Which folder holds %1?").arg(names.join(", ")));
  if (folder.isEmpty()) return;
  if (project::relink(copy, toPath(folder)) == 0)
    return messages_.show({Problem::Level::warning,
                           tr("Find missing media"),
                           tr("%1 is not in %2.").arg(names.join(", "), folder),
                           tr("Look in another folder, or choose other files."),
                           {},
                           tr("Another folder…"),
                           [this] { findMissing(); }});
  studio_.document().change(tr("Find missing media"), [&](project::Project& p) { p = copy; });
}

void MainWindow::showWithFile(Problem told, const QString& file) {
  told.offer = tr("Show in its folder");
  told.accept = [this, file] {
    if (const auto wrong = showInFolder(file)) messages_.show(*wrong);
  };
  messages_.show(told);
}

bool MainWindow::mayDiscard() {
  if (!studio_.document().isModified()) return true;
  QMessageBox box(QMessageBox::NoIcon, tr("Unsaved changes"),
                  tr("Save the changes to %1?").arg(studio_.document().title()),
                  QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
  box.setDefaultButton(QMessageBox::Save);
  const int answer = box.exec();
  if (answer == QMessageBox::Save) return save();
  return answer == QMessageBox::Discard;
}

bool MainWindow::mayStopRendering() {
  const int row = studio_.jobs().rowOf(studio_.jobs().runningId());
  if (row < 0) return true;
  const Job& job = studio_.jobs().job(row);
  QMessageBox box(
      QMessageBox::NoIcon, tr("A film is being rendered"),
      tr("%1 is not ready. It waits in the queue and goes on when the studio is opened again.").arg(job.name),
      QMessageBox::NoButton, this);
  QPushButton* quit = box.addButton(tr("Quit"), QMessageBox::DestructiveRole);
  box.setDefaultButton(box.addButton(tr("Go on rendering"), QMessageBox::RejectRole));
  box.exec();
  return box.clickedButton() == quit;
}

QString MainWindow::sampleFolder() {
  const QString beside = QCoreApplication::applicationDirPath();
  QStringList folders = {beside + "/sample", beside + "/../share/orator/sample"};
  for (QDir dir(beside); !dir.isRoot() && folders.size() < 8; dir.cdUp())
    folders << dir.filePath("out/sample");
  for (const QString& folder : folders)
    if (QFile::exists(folder + "/astronaut.png") && QFile::exists(folder + "/welcome.wav"))
      return QDir(folder).canonicalPath();
  return {};
}

bool MainWindow::openSample() {
  const QString folder = sampleFolder();
  if (folder.isEmpty()) {
    messages_.show({Problem::Level::warning,
                    tr("Sample project"),
                    tr("The sample files are not there."),
                    tr("Run installer/prepare-sample, or drop your own portrait and voice."),
                    {}});
    return false;
  }
  if (!mayDiscard()) return false;
  project::Project sample;
  sample.portrait = toPath(folder + "/astronaut.png");
  sample.voice = toPath(folder + "/welcome.wav");
  // Its face is small in the picture: the head alone, enlarged, is what there is to see.
  sample.render.cropMode = render::CropMode::extcrop;
  sample.enlarging = render::Enlarging::esrgan;
  studio_.document().start(sample, {});
  return true;
}

void MainWindow::offerRecovery() {
  const std::vector<project::Autosave> states = studio_.document().recoverable();
  if (states.empty()) return;
  RecoveryDialog dialog(states, this);
  const int answer = dialog.exec();
  if (answer == QDialog::Accepted) {
    const project::Autosave& chosen = states[std::size_t(dialog.chosen())];
    studio_.document().recover(chosen);
    relinkBeside();
  } else if (answer == RecoveryDialog::kDiscardAll) {
    for (const project::Autosave& state : states) studio_.document().discard(state);
  }
}

void MainWindow::tellOfUnwritableData() {
  messages_.show({Problem::Level::warning,
                  tr("Keeping safety copies"),
                  tr("%1 cannot be written: log, safety copies and the queue are not kept.")
                      .arg(toQString(studio_.options().dataFolder)),
                  tr("Free some disk space, or start the studio with another --data folder."),
                  {}});
}

void MainWindow::tellOfWaitingFilms() {
  const int films = studio_.jobs().active();
  if (films == 0 || !studio_.jobs().isPaused()) return;
  messages_.show({Problem::Level::info,
                  tr("Jobs"),
                  tr("%n film(s) of the last session wait to be rendered.", nullptr, films),
                  {},
                  {},
                  tr("Go on"),
                  [this] {
                    studio_.jobs().setPaused(false);
                    docks_["jobs"]->raise();
                  }});
}

void MainWindow::rememberRecent(const QString& file) {
  Settings settings;
  QStringList files = settings.value("recent/projects").toStringList();
  const QString path = QFileInfo(file).absoluteFilePath();
  files.removeAll(path);
  files.prepend(path);
  settings.setValue("recent/projects", files.mid(0, kRecentCount));
  fillRecent();
}

void MainWindow::fillRecent() {
  recentMenu_->clear();
  QStringList files = Settings().value("recent/projects").toStringList();
  files.removeIf([](const QString& file) { return !QFile::exists(file); });
  welcome_->setRecent(files);
  for (const QString& file : files) {
    QAction* action =
        recentMenu_->addAction(menuText(QFileInfo(file).completeBaseName()), this, [this, file] {
          if (mayDiscard()) openProject(file);
        });
    action->setToolTip(file);
    action->setStatusTip(file);
  }
  recentMenu_->setEnabled(!recentMenu_->isEmpty());
}

}  // namespace orator::ui
