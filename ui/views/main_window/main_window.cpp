#include "ui/views/main_window/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QOpenGLWidget>
#include <QScreen>
#include <QScrollArea>
#include <QStatusBar>
#include <QTabBar>
#include <QUndoView>

#include "ui/kit/diagnostics/memory_use.h"
#include "ui/kit/settings/settings.h"
#include "ui/kit/text/duration.h"
#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/translation/language.h"
#include "ui/kit/widgets/layouts.h"
#include "ui/views/curves/curve_panel.h"
#include "ui/views/jobs/jobs_panel.h"
#include "ui/views/main_window/welcome_page.h"
#include "ui/views/overlay/debug_overlay.h"
#include "ui/views/panels/media/media_panel.h"
#include "ui/views/panels/motion/motion_panel.h"
#include "ui/views/panels/output/output_panel.h"
#include "ui/views/preview/preview_panel.h"

namespace orator::ui {
namespace {

constexpr int kLayoutVersion = 2;  // of the saved arrangement of the docks

bool showsWhatIsOpen(const Studio& studio) {
  const bool isHeard = studio.voice() || studio.project().voice.empty();
  return studio.portrait() && isHeard && !studio.shownImage().isNull();
}

}  // namespace

MainWindow::MainWindow(Studio& studio, QWidget* parent)
    : QMainWindow(parent),
      studio_(studio),
      pages_(new QStackedWidget),
      welcome_(new WelcomePage(!sampleFolder().isEmpty())),
      preview_(new PreviewPanel(studio)) {
  setObjectName("mainWindow");
  setWindowIcon(QIcon(":/icons/orator.svg"));
  setAcceptDrops(true);
  setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks | GroupedDragging);
  resize(QSize(1500, 940).boundedTo(screen()->availableSize()));
  pages_->addWidget(welcome_);
  pages_->addWidget(preview_);
  auto* centre = new QWidget;
  auto* centreRows = tight<QVBoxLayout>(centre, 0);
  auto* banner = new QWidget;
  tight<QVBoxLayout>(banner, 0)->addWidget(messages_.bar());
  centreRows->addWidget(banner);
  centreRows->addWidget(pages_, 1);
  setCentralWidget(centre);
  makeDocks();
  reserveOpenGlSurface();
  overlay_ = makeDebugOverlay(studio_, preview_->viewArea());
  makeActions();
  makeWordActions();
  makeTransportActions();
  makeMenus();
  makeToolBar();
  makeStatusBar();
  connectStudio();
  firstLayout_ = saveState(kLayoutVersion);
  const Settings settings;
  // The docks first: those that are closed do not widen the window.
  restoreState(settings.value("window/state").toByteArray(), kLayoutVersion);
  restoreGeometry(settings.value("window/geometry").toByteArray());
  updateTitle();
  showPage();
  preview_->frameView().setFocus();  // or the first button would look chosen
}

MainWindow::~MainWindow() = default;

void MainWindow::reserveOpenGlSurface() {
  // The first OpenGL child would make Qt create the window anew, and lose that it is maximised.
  if (QGuiApplication::platformName() != "offscreen") (new QOpenGLWidget(this))->hide();
}

QDockWidget* MainWindow::addDock(const QString& id, const QString& title, QWidget* content,
                                 Qt::DockWidgetArea area, bool titled) {
  auto* dock = new QDockWidget(title, this);
  dock->setObjectName(id);
  dock->setWidget(content);
  if (titled) {
    auto* bar = new QWidget;
    bar->setObjectName("dockTitle");
    bar->setAttribute(Qt::WA_StyledBackground);
    auto* row = tight<QHBoxLayout>(bar, 2);
    row->setContentsMargins(12, 5, 6, 5);
    row->addWidget(new QLabel(title), 1);
    auto* detach = iconButton("reveal", tr("Detach or attach this panel"));
    auto* close = iconButton("cancel", tr("Close this panel (View opens it again)"));
    for (QToolButton* button : {detach, close}) {
      button->setIconSize({13, 13});
      row->addWidget(button);
    }
    connect(detach, &QToolButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
    connect(close, &QToolButton::clicked, dock, &QDockWidget::close);
    dock->setTitleBarWidget(bar);
  } else {
    // Its tab is its title; a panel that was dragged out of the tabs gets the frame of a window.
    dock->setTitleBarWidget(new QWidget(dock));
    connect(dock, &QDockWidget::topLevelChanged, dock, [dock](bool floating) {
      if (QWidget* bar = dock->titleBarWidget()) bar->deleteLater();
      dock->setTitleBarWidget(floating ? nullptr : new QWidget(dock));
    });
  }
  addDockWidget(area, dock);
  docks_[id] = dock;
  return dock;
}

void MainWindow::makeDocks() {
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
  setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
  const auto scrolled = [](QWidget* content, int width) {
    auto* scroll = new QScrollArea;
    scroll->setObjectName("dockScroll");
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(width);
    scroll->setFocusPolicy(Qt::NoFocus);  // it follows the focus of its controls
    scroll->setWidget(content);
    return scroll;
  };
  media_ = new MediaPanel(studio_);
  motion_ = new MotionPanel(studio_);
  output_ = new OutputPanel(studio_);
  curves_ = new CurvePanel(studio_);
  addDock("media", tr("Media"), scrolled(media_, 270), Qt::LeftDockWidgetArea, true);
  auto* motion = addDock("motion", tr("Motion"), scrolled(motion_, 290), Qt::RightDockWidgetArea, false);
  connect(motion, &QDockWidget::visibilityChanged, &preview_->frameView().gazeHandle(),
          &GazeHandle::setOffered);
  auto* output = addDock("output", tr("Output"), scrolled(output_, 290), Qt::RightDockWidgetArea, false);
  auto* timeLine = addDock("timeline", tr("Time line"), curves_, Qt::BottomDockWidgetArea, false);
  auto* jobs = addDock("jobs", tr("Jobs"), new JobsPanel(studio_.jobs()), Qt::BottomDockWidgetArea, false);
  auto* messages = addDock("messages", tr("Messages"), messages_.list(), Qt::BottomDockWidgetArea, false);
  auto* history = new QUndoView(studio_.document().undoStack());
  history->setEmptyLabel(tr("Opened"));
  history->setFrameShape(QFrame::NoFrame);
  history->setAccessibleName(tr("History"));
  auto* historyDock = addDock("history", tr("History"), history, Qt::BottomDockWidgetArea, false);
  // Tabs keep each panel at full height, so that nothing is cut off on a screen of 1366 x 768.
  tabifyDockWidget(motion, output);
  tabifyDockWidget(timeLine, jobs);
  tabifyDockWidget(jobs, messages);
  tabifyDockWidget(messages, historyDock);
  motion->raise();
  timeLine->raise();
  sizeDocks();
}

void MainWindow::makeStatusBar() {
  busyText_ = new QLabel;
  busyBar_ = new QProgressBar;
  busyBar_->setTextVisible(false);
  busyBar_->setFixedWidth(140);
  memory_ = new QLabel;
  memory_->setToolTip(tr("Memory of this program, and of the preview's frames"));
  deviceText_ = new QLabel(
      tr("%1 on the CPU").arg(coreText(render::rendererTraits(render::kDefaultRenderer).shortLabel)));
  renderText_ = new QLabel;
  // Permanent: what is said for a moment takes the place to their left, not theirs.
  for (QWidget* one : std::initializer_list<QWidget*>{busyText_, busyBar_, renderText_})
    statusBar()->addPermanentWidget(one);
  renderText_->hide();
  busyBar_->hide();
  statusBar()->addPermanentWidget(deviceText_);
  statusBar()->addPermanentWidget(memory_);
  statusBar()->setSizeGripEnabled(false);
  auto* timer = new QTimer(this);
  const auto show = [this] {
    memory_->setText(tr("Memory %1 · preview %2")
                         .arg(QLocale().formattedDataSize(residentBytes(), 0),
                              QLocale().formattedDataSize(studio_.cache().usedBytes(), 0)));
  };
  connect(timer, &QTimer::timeout, this, show);
  timer->start(2000);
  show();
}

void MainWindow::connectStudio() {
  connect(&studio_, &Studio::problem, this, [this](Problem told) {
    if (told.code == "file_not_found" && !project::missingMedia(studio_.project()).empty()) {
      told.offer = tr("Find it…");
      told.accept = [this] { findMissing(); };
    }
    messages_.show(told);
  });
  connect(&studio_, &Studio::imageChanged, &messages_, [this] {
    if (showsWhatIsOpen(studio_)) messages_.previewWorks();
  });
  connect(&messages_, &MessageCentre::unreadChanged, this, [this](int count) {
    bell_->setText(count ? QString::number(count) : QString());
    bell_->setToolButtonStyle(count ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
  });
  connect(&studio_, &Studio::busyChanged, this,
          [this](const QString& stage, std::int64_t done, std::int64_t total) {
            busyText_->setText(stage.isEmpty() ? QString() : stage + " …");
            busyBar_->setVisible(!stage.isEmpty());
            busyBar_->setRange(0, total > 0 ? 1000 : 0);
            if (total > 0) busyBar_->setValue(int(1000 * done / total));
          });
  connect(&studio_, &Studio::openProjectRequested, this, [this](const QString& file) {
    if (mayDiscard()) openProject(file);
  });
  connect(&studio_.document(), &Document::titleChanged, this, &MainWindow::updateTitle);
  connect(&studio_.document(), &Document::changed, this, &MainWindow::showPage);
  connect(&studio_.document(), &Document::autosaved, this,
          [this] { statusBar()->showMessage(tr("Safety copy kept"), 2000); });
  connect(&studio_.jobs(), &JobQueue::jobFinished, this, &MainWindow::onJobFinished);
  connect(&studio_.jobs(), &JobQueue::activity, this, [this](bool busy, double share) {
    const int percent = qRound(100 * share);
    renderShare_ = busy ? QString("%1 % – ").arg(percent) : QString();
    showRendering(busy, percent);
    updateTitle();
    if (busy)
      desktop_.showProgress(share, studio_.jobs().active());
    else
      desktop_.hideProgress();
  });
  connect(&studio_.jobs(), &JobQueue::sheetWritten, this, [this](const QString& sheet, int films) {
    showWithFile({Problem::Level::done,
                  tr("Contact sheet"),
                  tr("It shows %n film(s) and stands in %1.", nullptr, films).arg(sheet),
                  {},
                  {}},
                 sheet);
  });
  connect(output_, &OutputPanel::renderRequested, actions_["render"], &QAction::trigger);
  connect(output_, &OutputPanel::matrixRequested, actions_["matrix"], &QAction::trigger);
  connect(welcome_, &WelcomePage::sampleRequested, this, [this] {
    if (openSample()) playWhenReady();
  });
  connect(welcome_, &WelcomePage::recentRequested, this, [this](const QString& file) {
    if (mayDiscard()) openProject(file);
  });
  connect(welcome_, &WelcomePage::openRequested, this, &MainWindow::chooseProject);
  connect(welcome_, &WelcomePage::portraitRequested, media_, &MediaPanel::choosePortrait);
  connect(welcome_, &WelcomePage::tourRequested, actions_["tour"], &QAction::trigger);
}

void MainWindow::showRendering(bool busy, int percent) {
  const auto text = [](int share) { return tr("Rendering %1 %").arg(share); };
  if (busy && renderText_->isHidden()) {
    renderText_->setText(text(100));
    renderText_->setFixedWidth(renderText_->sizeHint().width());  // none is cut until a layout follows it
  }
  renderText_->setText(busy ? text(percent) : QString());
  renderText_->setVisible(busy);
}

void MainWindow::playWhenReady() {
  auto* waiting = new QObject(this);
  connect(&studio_, &Studio::cacheChanged, waiting, [this, waiting] {
    const auto second = std::int64_t(studio_.project().frameRate.perSecond());
    if (studio_.frames() <= second || studio_.cache().nextMissing(0, second) >= 0) return;
    waiting->deleteLater();
    if (studio_.playhead() == 0) studio_.player().play();
  });
  connect(&studio_.document(), &Document::titleChanged, waiting, &QObject::deleteLater);  // another project
}

void MainWindow::showPage() {
  const project::Project& p = studio_.project();
  pages_->setCurrentIndex(p.portrait.empty() && p.voice.empty() ? 0 : 1);
}

void MainWindow::updateTitle() {
  setWindowTitle(renderShare_ + studio_.document().title() + "[*] – Orator Studio");
  setWindowModified(studio_.document().isModified());
}

void MainWindow::onJobFinished(int id) {
  const int row = studio_.jobs().rowOf(id);
  if (row < 0) return;
  const Job& job = studio_.jobs().job(row);
  if (job.state != JobState::done) return;
  const QString text = tr("%1 is ready, made in %2.").arg(job.name, durationText(job.secondsTaken));
  showWithFile({Problem::Level::done, tr("Film"), text, {}, {}}, toQString(job.project->output));
  QApplication::alert(this);
  if (!isActiveWindow()) desktop_.notify(tr("Orator Studio"), text);
}

void MainWindow::pasteMedia() {
  const QMimeData nothing, *held = QApplication::clipboard()->mimeData();  // none on some platforms
  const QMimeData& pasted = held ? *held : nothing;
  if (pasted.hasUrls()) {
    for (const QUrl& url : pasted.urls()) studio_.openMedium(url.toLocalFile());
    return;
  }
  if (pasted.hasText() && QFileInfo(pasted.text().trimmed()).isFile()) {
    studio_.openMedium(QFileInfo(pasted.text().trimmed()).absoluteFilePath());
    return;
  }
  if (pasted.hasImage()) {
    const QString folder = toQString(studio_.options().dataFolder / "pasted");
    QDir().mkpath(folder);
    const QString file = folder + "/" + QDateTime::currentDateTime().toString("yyyyMMdd-hhmmss") + ".png";
    if (qvariant_cast<QImage>(pasted.imageData()).save(file)) return studio_.setPortrait(file);
    return messages_.show({Problem::Level::error,
                           tr("Paste media"),
                           tr("%1 cannot be written.").arg(file),
                           tr("Free some disk space, or start the studio with another --data folder."),
                           {}});
  }
  messages_.show({Problem::Level::warning,
                  tr("Paste media"),
                  tr("There is no picture and no file on the clipboard."),
                  tr("Copy a picture, or a portrait or voice in the file manager."),
                  {}});
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  for (const QUrl& url : event->mimeData()->urls())
    if (url.isLocalFile())
      studio_.openMedium(url.toLocalFile());
    else
      messages_.show({Problem::Level::warning,
                      tr("Opening %1").arg(url.fileName()),
                      tr("It lies on the web."),
                      tr("Save it on this computer and drop the file."),
                      {}});
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
  // Keys that focused controls may need for themselves reach the window only when nobody used them.
  const QKeySequence keys(event->keyCombination());
  for (const auto& [id, action] : actions_)
    if (action->shortcutContext() == Qt::WidgetShortcut && action->shortcut() == keys &&
        action->isEnabled()) {
      action->trigger();
      return;
    }
  QMainWindow::keyPressEvent(event);
}

void MainWindow::setTheme(int theme) {
  applyTheme(ThemeName(theme));
  Settings().setValue("theme", theme);
  Q_EMIT studio_.portraitChanged();  // cards and labels carry colours of the theme
}

bool MainWindow::event(QEvent* event) {
  // Qt makes the tab bars of docks when it needs them, with a line below that no style sheet takes away.
  if (event->type() == QEvent::LayoutRequest)
    for (QTabBar* bar : findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly))
      bar->setDrawBase(false);
  return QMainWindow::event(event);
}

void MainWindow::sizeDocks() {
  resizeDocks({docks_["media"], docks_["motion"]}, {280, 300}, Qt::Horizontal);
  // The picture keeps the greater part of a low screen.
  resizeDocks({docks_["timeline"]}, {height() < 850 ? 270 : 330}, Qt::Vertical);
}

void MainWindow::resetLayout() {
  restoreState(firstLayout_, kLayoutVersion);
  for (const auto& [id, dock] : docks_) dock->show();
  sizeDocks();
  docks_["motion"]->raise();
  docks_["timeline"]->raise();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (askBeforeClosing_ && (!mayDiscard() || !mayStopRendering())) return event->ignore();
  Settings settings;
  settings.setValue("window/geometry", saveGeometry());
  settings.setValue("window/state", saveState(kLayoutVersion));
  studio_.player().pause();
  event->accept();
}

}  // namespace orator::ui
