#pragma once

#include <QActionGroup>
#include <QDockWidget>
#include <QLabel>
#include <QMainWindow>
#include <QProgressBar>
#include <QStackedWidget>
#include <QToolButton>
#include <map>

#include "ui/model/studio/studio.h"
#include "ui/views/main_window/desktop.h"
#include "ui/views/messages/message_centre.h"

namespace orator::ui {

class CurvePanel;
class DebugOverlay;
class MediaPanel;
class MotionPanel;
class OutputPanel;
class PreviewPanel;
class WelcomePage;

/// The studio's window: docks around the preview, menus, tool bar, files.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  explicit MainWindow(Studio& studio, QWidget* parent = nullptr);
  ~MainWindow() override;

  /// Opens a project, or says why not. @return false when it was not opened
  bool openProject(const QString& file);
  /// Saves to the project's file, or asks for one. @return false when it was not saved
  bool save();
  bool saveTo(const QString& file);
  /// The sample that the set-up has made, where it can be found; empty otherwise.
  static QString sampleFolder();
  bool openSample();
  /// Offers what crashed sessions left behind.
  void offerRecovery();
  /// Says that neither log nor safety copies can be kept.
  void tellOfUnwritableData();
  /// Says which films of the session before wait in the paused queue.
  void tellOfWaitingFilms();
  /// Unsaved changes are thrown away without a question: for tests and pictures.
  void setAskBeforeClosing(bool on) { askBeforeClosing_ = on; }
  bool asksBeforeClosing() const { return askBeforeClosing_; }

  Studio& studio() { return studio_; }
  PreviewPanel& preview() { return *preview_; }
  CurvePanel& curves() { return *curves_; }
  MessageCentre& messages() { return messages_; }
  QDockWidget* dock(const QString& name) const { return docks_.at(name); }
  const std::map<QString, QDockWidget*>& docks() const { return docks_; }
  const std::map<QString, QAction*>& actionsById() const { return actions_; }
  void resetLayout();

 Q_SIGNALS:
  /// The user wants to read this language.
  void languageChosen(const QString& code);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QAction* add(const QString& id, const QString& text, const QString& iconName, const QKeySequence& keys,
               std::function<void()> run);
  void makeActions();
  void makeHelpActions();
  void makeWordActions();
  void makeTransportActions();
  void makeMenus();
  void makeToolBar();
  void makeDocks();
  void sizeDocks();
  void makeStatusBar();
  void reserveOpenGlSurface();
  void connectStudio();
  QDockWidget* addDock(const QString& id, const QString& title, QWidget* content, Qt::DockWidgetArea area,
                       bool titled);
  void newProject();
  void chooseProject();
  bool saveAs();
  void bundleProject();
  /// Takes missing media from beside the project, the likeliest place.
  void relinkBeside();
  /// Asks for the folder of what is missing.
  void findMissing();
  /// Who is seen and heard has agreed: a note that the project keeps.
  void askForConsent();
  /// Says it, with a button that shows the file in its folder.
  void showWithFile(Problem told, const QString& file);
  bool mayDiscard();
  /// Asks where a film is being rendered.
  bool mayStopRendering();
  void updateTitle();
  void rememberRecent(const QString& file);
  void fillRecent();
  void fillVersions();
  void openVersion(const std::filesystem::path& version);
  void showPage();
  void showRendering(bool busy, int percent);
  /// Plays once the first second can be seen.
  void playWhenReady();
  void onJobFinished(int id);
  void pasteMedia();
  void setTheme(int theme);

  Studio& studio_;
  MessageCentre messages_;
  Desktop desktop_;
  Background background_;
  std::map<QString, QAction*> actions_;
  std::map<QString, QDockWidget*> docks_;
  QStackedWidget* pages_;
  WelcomePage* welcome_;
  PreviewPanel* preview_;
  MediaPanel* media_;
  MotionPanel* motion_;
  OutputPanel* output_;
  CurvePanel* curves_;
  QMenu *recentMenu_ = nullptr, *versionsMenu_ = nullptr;
  QToolButton* bell_ = nullptr;
  QLabel *busyText_ = nullptr, *memory_ = nullptr, *deviceText_ = nullptr, *renderText_ = nullptr;
  QProgressBar* busyBar_ = nullptr;
  std::unique_ptr<DebugOverlay> overlay_;
  QByteArray firstLayout_;
  QString renderShare_;
  bool askBeforeClosing_ = true;
};

}  // namespace orator::ui
