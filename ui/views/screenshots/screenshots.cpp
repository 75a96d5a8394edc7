#include "ui/views/screenshots/screenshots.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QPainter>
#include <QTemporaryDir>

#include "ui/kit/themes/theme.h"
#include "ui/views/curves/curve_panel.h"
#include "ui/views/dialogs/about_dialog.h"
#include "ui/views/dialogs/matrix_dialog.h"
#include "ui/views/dialogs/packs_dialog.h"
#include "ui/views/dialogs/recovery_dialog.h"
#include "ui/views/dialogs/shortcuts_dialog.h"
#include "ui/views/main_window/main_window.h"
#include "ui/views/main_window/tour.h"
#include "ui/views/panels/media/speech_dialog.h"
#include "ui/views/preview/preview_panel.h"

namespace orator::ui {
namespace {

constexpr QSize kUsualScreen(1500, 940), kSmallScreen(1366, 768);

void settle(int milliseconds = 250) {
  waitFor([] { return false; }, milliseconds);
}

class Camera {
 public:
  explicit Camera(QString folder) : folder_(std::move(folder)) {}
  void take(QWidget& widget, const QString& name) {
    settle();
    if (!widget.grab().save(folder_ + "/" + name + ".png")) ++failures;
  }
  void takeDialog(QDialog& dialog, const QString& name) {
    dialog.show();
    take(dialog, name);
    dialog.close();
  }
  int failures = 0;

 private:
  QString folder_;
};

/// A finished film and two that wait, so that the queue has something to show.
void fillJobs(Studio& studio, const QString& folder) {
  const int id = studio.renderFilm(folder + "/welcome.mp4");
  waitFor([&] { return studio.jobs().job(studio.jobs().rowOf(id)).finished(); }, 120000);
  studio.jobs().setPaused(true);
  studio.renderFilm(folder + "/lively.mp4");
  studio.renderFilm(folder + "/calm.mp4");
}

void showTheme(MainWindow& window, ThemeName theme) {
  if (currentTheme() != theme) window.actionsById().at("theme")->trigger();
}

}  // namespace

bool waitFor(const std::function<bool()>& ready, int milliseconds) {
  QElapsedTimer timer;
  timer.start();
  while (!ready()) {
    if (timer.elapsed() >= milliseconds) return false;
    QApplication::processEvents(QEventLoop::AllEvents, 20);
    QThread::msleep(2);
  }
  return true;
}

namespace {

/// The window at its usual size with a frame on display, if there is a project. @return whether there is
bool showProject(MainWindow& window) {
  Studio& studio = window.studio();
  window.resize(kUsualScreen);
  window.resetLayout();
  window.show();
  if (studio.project().portrait.empty()) return false;
  waitFor([&] { return !studio.shownImage().isNull() || window.messages().unread() > 0; }, 120000);
  studio.player().seek(studio.frames() / 4);
  waitFor([&] { return studio.shownFrame() == studio.playhead() || window.messages().unread() > 0; }, 60000);
  waitFor([&] { return studio.styles() && studio.styles()->complete(); }, 90000);
  window.curves().plot().setActiveColumn(65);
  return true;
}

void takePreview(Camera& camera, MainWindow& window, const QString& name) {
  camera.take(window, "window-" + name);
  window.preview().setMode(PreviewPanel::Mode::sideBySide);
  camera.take(window, "window-both-" + name);
  window.preview().setMode(PreviewPanel::Mode::wipe);
  camera.take(window.preview(), "preview-wipe-" + name);
  window.preview().setMode(PreviewPanel::Mode::difference);
  camera.take(window.preview(), "preview-difference-" + name);
  window.preview().setMode(PreviewPanel::Mode::face3d);
  for (int style = 0; style < 4; ++style) {
    window.preview().setFaceStyle(FaceStyle(style));
    camera.take(window.preview(), QString("face-%1-%2").arg(style).arg(name));
  }
  window.preview().setFaceStyle(FaceStyle::textured);
  FrameView::Overlays overlays{true, true, true, false};
  window.preview().frameView().setOverlays(overlays);
  window.preview().setMode(PreviewPanel::Mode::result);
  camera.take(window.preview(), "preview-overlays-" + name);
  window.preview().frameView().setOverlays({});
}

void takeDocks(Camera& camera, MainWindow& window, const QString& name) {
  for (const auto& [id, dock] : window.docks()) {
    dock->raise();
    settle(60);
    camera.take(*dock, "dock-" + id + "-" + name);
  }
  window.dock("motion")->raise();
  window.dock("timeline")->raise();
  window.resize(kSmallScreen);
  camera.take(window, "window-small-" + name);
  window.resize(kUsualScreen);
}

void takeDialogs(Camera& camera, MainWindow& window, const QString& name) {
  Studio& studio = window.studio();
  AboutDialog about(&window);
  camera.takeDialog(about, "about-" + name);
  PacksDialog packs(&window);
  packs.waitForChecks();
  camera.takeDialog(packs, "packs-" + name);
  ShortcutsDialog shortcuts(window.actionsById(), &window);
  camera.takeDialog(shortcuts, "shortcuts-" + name);
  MatrixDialog matrix(studio, &window);
  camera.takeDialog(matrix, "matrix-" + name);
  SpeechDialog speech(QDir::tempPath(), &window);
  camera.takeDialog(speech, "speech-" + name);
  project::Autosave kept;
  kept.original = "interview.orator";
  kept.file = kept.thumbnail = studio.project().portrait;
  RecoveryDialog recovery({kept}, &window);
  camera.takeDialog(recovery, "recovery-" + name);
}

void takeOverlay(Camera& camera, MainWindow& window, const QString& name) {
  Studio& studio = window.studio();
  if (const auto overlay = window.actionsById().find("debug_overlay");
      overlay != window.actionsById().end()) {
    overlay->second->trigger();
    studio.worker().retry();
    waitFor([&] { return studio.isBusy(); }, 1000);
    waitFor([&] { return !studio.isBusy(); }, 20000);
    camera.take(window, "debug-overlay-" + name);
    overlay->second->trigger();
    waitFor([&] { return studio.styles() && studio.styles()->complete(); }, 90000);
  }
}

void takeTour(Camera& camera, MainWindow& window, const QString& name) {
  startTour(window);
  camera.take(window, "tour-" + name);
  for (QWidget* tour : window.findChildren<QWidget*>("tour")) tour->close();
  settle(50);
}

void closeProject(Studio& studio) {
  studio.jobs().clearFinished();
  for (int row = studio.jobs().rowCount() - 1; row >= 0; --row)
    studio.jobs().remove(studio.jobs().job(row).id);
  studio.jobs().setPaused(false);
  studio.document().start({}, {});
}

}  // namespace

int writeScreenshots(MainWindow& window, const QString& folder) {
  QDir().mkpath(folder);
  Camera camera(folder);
  Studio& studio = window.studio();
  const bool hasProject = showProject(window);
  const QTemporaryDir films;
  if (hasProject) fillJobs(studio, films.path());
  window.messages().bar()->hide();
  const ThemeName before = currentTheme();
  for (const auto& [theme, name] :
       {std::pair{ThemeName::dark, QString("dark")}, {ThemeName::light, QString("light")}}) {
    showTheme(window, theme);
    settle(400);
    takePreview(camera, window, name);
    takeDocks(camera, window, name);
    takeDialogs(camera, window, name);
    takeOverlay(camera, window, name);
    takeTour(camera, window, name);
  }
  closeProject(studio);
  showTheme(window, before);
  window.resetLayout();
  waitFor([&] { return !studio.isBusy(); }, 60000);
  camera.take(window, "window-welcome");
  return camera.failures;
}

}  // namespace orator::ui
