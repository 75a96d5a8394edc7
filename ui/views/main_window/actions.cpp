#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QMenuBar>
#include <QRegularExpression>
#include <QToolBar>
#include <QWhatsThis>

#include "ui/kit/settings/settings.h"
#include "ui/kit/text/menu_text.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/translation/language.h"
#include "ui/kit/widgets/layouts.h"
#include "ui/model/bridge/manual.h"
#include "ui/model/bridge/show_in_folder.h"
#include "ui/views/curves/curve_panel.h"
#include "ui/views/dialogs/about_dialog.h"
#include "ui/views/dialogs/log_file.h"
#include "ui/views/dialogs/matrix_dialog.h"
#include "ui/views/dialogs/packs_dialog.h"
#include "ui/views/dialogs/personalise_dialog.h"
#include "ui/views/dialogs/shortcuts_dialog.h"
#include "ui/views/main_window/main_window.h"
#include "ui/views/main_window/tour.h"
#include "ui/views/overlay/debug_overlay.h"
#include "ui/views/panels/media/media_panel.h"
#include "ui/views/panels/motion/motion_panel.h"
#include "ui/views/panels/output/output_panel.h"
#include "ui/views/preview/preview_panel.h"

namespace orator::ui {
namespace {

void showPacks(OutputPanel& output, QWidget* parent) {
  PacksDialog dialog(parent);
  QObject::connect(&dialog, &PacksDialog::packsChanged, &output, &OutputPanel::fillPacks);
  dialog.exec();
}

void showPerson(Studio& studio, OutputPanel& output, QWidget* parent) {
  PersonaliseDialog dialog(lentPersonalise(), parent);
  QObject::connect(&dialog, &PersonaliseDialog::packMade, &output, &OutputPanel::fillPacks);
  QObject::connect(&dialog, &PersonaliseDialog::wanted, &output,
                   [&](const QString& id, const QString& portrait) {
                     output.choosePack(id);
                     if (!portrait.isEmpty()) studio.setPortrait(portrait);
                   });
  dialog.exec();
}

}  // namespace

QAction* MainWindow::add(const QString& id, const QString& text, const QString& iconName,
                         const QKeySequence& keys, std::function<void()> run) {
  auto* action = new QAction(text, this);
  action->setObjectName(id);
  // Without the letter for the menu, which Chinese writes in brackets.
  static const QRegularExpression bracketed("\\(&.\\)");
  action->setIconText(QString(text).remove(bracketed).remove('&'));
  if (!iconName.isEmpty()) action->setIcon(icon(iconName));
  action->setProperty("firstKeys", keys.toString(QKeySequence::PortableText));
  action->setShortcut(
      QKeySequence(Settings().value("shortcuts/" + id, keys.toString(QKeySequence::PortableText)).toString(),
                   QKeySequence::PortableText));
  connect(action, &QAction::triggered, this, std::move(run));
  addAction(action);
  actions_[id] = action;
  return action;
}

void MainWindow::makeActions() {
  add("new", tr("&New"), "new", QKeySequence::New, [this] {
    if (mayDiscard()) newProject();
  });
  add("open", tr("&Open…"), "open", QKeySequence::Open, [this] { chooseProject(); });
  add("save", tr("&Save"), "save", QKeySequence::Save, [this] { save(); });
  add("save_as", tr("Save &as…"), "", QKeySequence("Ctrl+Shift+S"), [this] { saveAs(); });
  add("bundle", tr("Save a &bundle with its media…"), "packs", {}, [this] { bundleProject(); });
  add("relink", tr("&Find missing media…"), "", {}, [this] { findMissing(); });
  add("consent", tr("&Consent note…"), "", {}, [this] { askForConsent(); });
  add("portrait", tr("Choose &portrait…"), "portrait", QKeySequence("Ctrl+P"),
      [this] { media_->choosePortrait(); });
  add("voice", tr("Choose &voice…"), "voice", QKeySequence("Ctrl+U"), [this] { media_->chooseVoice(); });
  add("sample", tr("Open the sample pro&ject"), "", {}, [this] { openSample(); });
  add("quit", tr("&Quit"), "", QKeySequence::Quit, [this] { close(); });

  QUndoStack* undo = studio_.document().undoStack();
  add("undo", tr("&Undo"), "undo", QKeySequence::Undo, [undo] { undo->undo(); });
  add("redo", tr("&Redo"), "redo", QKeySequence("Ctrl+Shift+Z"), [undo] { undo->redo(); });
  const auto follow = [this, undo] {
    actions_["undo"]->setEnabled(undo->canUndo());
    actions_["redo"]->setEnabled(undo->canRedo());
    actions_["undo"]->setText(undo->canUndo() ? tr("&Undo %1").arg(menuText(undo->undoText())) : tr("&Undo"));
    actions_["redo"]->setText(undo->canRedo() ? tr("&Redo %1").arg(menuText(undo->redoText())) : tr("&Redo"));
  };
  connect(undo, &QUndoStack::indexChanged, this, follow);
  follow();
  add("paste", tr("Pas&te media"), "", QKeySequence::Paste, [this] { pasteMedia(); });
  add("ab", tr("Swap &A and B"), "ab", QKeySequence("A"), [this] { motion_->toggleAb(); });
  add("add_blink", tr("Add &blink"), "eye", QKeySequence("B"),
      [this] { curves_->plot().addBlinkAt(studio_.playhead()); });
  add("clear_range", tr("&Clear range"), "", QKeySequence("Shift+X"),
      [this] { studio_.document().change(tr("Clear range"), [](auto& p) { p.frames.reset(); }); });

  add("trim_begin", tr("Trim: voice begins at the playhead"), "range-in", QKeySequence("Shift+I"),
      [this] { studio_.trimBeginToPlayhead(); });
  add("trim_end", tr("Trim: voice ends at the playhead"), "range-out", QKeySequence("Shift+O"),
      [this] { studio_.trimEndToPlayhead(); });
  add("trim_reset", tr("Trim: use the whole voice"), "", {}, [this] { studio_.trimVoice(0, 0); });

  add("proof", tr("Proof 3 s"), "proof", QKeySequence("P"), [this] { studio_.proof(); });
  add("render", tr("&Render film"), "render", QKeySequence("Ctrl+R"), [this] {
    docks_["jobs"]->show();
    docks_["jobs"]->raise();
    studio_.renderFilm();
  });
  add("render_range", tr("Render the selected range"), "", QKeySequence("Ctrl+Shift+R"),
      [this] { studio_.renderFilm({}, studio_.project().frames); });
  add("matrix", tr("Render a &matrix…"), "matrix", {}, [this] { MatrixDialog(studio_, this).exec(); });
  add("copy_command", tr("Copy as command &line"), "command", {}, [this] { studio_.copyCommandLine(); });

  add("packs", tr("&Packs…"), "packs", {}, [this] { showPacks(*output_, this); });
  if (lentPersonalise())
    add("personalise", tr("Make it this pers&on…"), "portrait", {},
        [this] { showPerson(studio_, *output_, this); });
  add("shortcuts", tr("&Keyboard shortcuts…"), "keyboard", QKeySequence("Ctrl+/"),
      [this] { ShortcutsDialog(actions_, this).exec(); });
  add("theme", tr("Light or dark &theme"), "light", QKeySequence("Ctrl+T"),
      [this] { setTheme(currentTheme() == ThemeName::dark ? int(ThemeName::light) : int(ThemeName::dark)); });
  add("reset_layout", tr("Reset the la&yout"), "", {}, [this] { resetLayout(); });
  if (overlay_->isAvailable())
    add("debug_overlay", tr("&Debug overlay"), "", QKeySequence("F12"),
        [this] { overlay_->setShown(!overlay_->isShown()); });
  makeHelpActions();
}

void MainWindow::makeHelpActions() {
  add("tour", tr("Short &tour"), "help", QKeySequence("F1"), [this] { startTour(*this); });
  add("manual", tr("&Manual"), "", QKeySequence("Shift+F1"), [this] {
    if (const auto wrong = showManual()) messages_.show(*wrong);
  });
  add("copy_report", tr("Copy &report"), "copy", {}, [this] {
    QApplication::clipboard()->setText(LogFile::report());
    messages_.show(
        {Problem::Level::done, tr("Report"), tr("Copied. It names no file or folder of yours."), {}, {}});
  });
  add("open_log", tr("Show the &log"), "", {}, [this] {
    if (const auto wrong = showInFolder(LogFile::path())) messages_.show(*wrong);
  });
  add("about", tr("&About and licences"), "info", {}, [this] { AboutDialog(this).exec(); });
  add("messages", tr("&Messages"), "bell", QKeySequence("Ctrl+M"), [this] {
    docks_["messages"]->show();
    docks_["messages"]->raise();
    messages_.markRead();
  });
}

void MainWindow::makeTransportActions() {
  Player& player = studio_.player();
  // Keys that sliders, lists and buttons use too work only where those do not want them.
  const auto soft = [this](const QString& id, const QString& text, const QString& iconName,
                           const QKeySequence& keys, std::function<void()> run) {
    add(id, text, iconName, keys, std::move(run))->setShortcutContext(Qt::WidgetShortcut);
  };
  soft("play", tr("&Play and pause"), "play", QKeySequence(Qt::Key_Space), [&player] { player.toggle(); });
  soft("step_back", tr("One frame back"), "step-back", QKeySequence(Qt::Key_Left),
       [&player] { player.step(-1); });
  soft("step_forward", tr("One frame forward"), "step-forward", QKeySequence(Qt::Key_Right),
       [&player] { player.step(1); });
  soft("jump_back", tr("Ten frames back"), "", QKeySequence("Shift+Left"), [&player] { player.step(-10); });
  soft("jump_forward", tr("Ten frames forward"), "", QKeySequence("Shift+Right"),
       [&player] { player.step(10); });
  soft("to_start", tr("To the start"), "to-start", QKeySequence(Qt::Key_Home),
       [&player] { player.toStart(); });
  soft("to_end", tr("To the end"), "to-end", QKeySequence(Qt::Key_End), [&player] { player.toEnd(); });
  add("shuttle_back", tr("Play backwards"), "reverse", QKeySequence("J"), [&player] { player.shuttle(-1); });
  add("stop", tr("Stop"), "pause", QKeySequence("K"), [&player] { player.pause(); });
  add("shuttle_forward", tr("Play, faster each time"), "play", QKeySequence("L"),
      [&player] { player.shuttle(1); });
  add("mark_in", tr("In point"), "range-in", QKeySequence("I"), [this] { studio_.markIn(); });
  add("mark_out", tr("Out point"), "range-out", QKeySequence("O"), [this] { studio_.markOut(); });
  add("mute", tr("Sound on or off"), "volume", QKeySequence("M"),
      [&player] { player.setMuted(!player.isMuted()); });
  const std::pair<const char*, QString> modes[] = {{"view_result", tr("&Result")},
                                                   {"view_face", tr("&3D face")},
                                                   {"view_both", tr("Result and 3D &face")},
                                                   {"view_wipe", tr("&Wipe")},
                                                   {"view_difference", tr("&Difference")}};
  for (int mode = 0; mode < 5; ++mode)
    add(modes[mode].first, modes[mode].second, "", QKeySequence(QString::number(mode + 1)),
        [this, mode] { preview_->setMode(PreviewPanel::Mode(mode)); });
  add("zoom_face", tr("Look at the face"), "face-zoom", QKeySequence("Z"),
      [this] { preview_->frameView().toggleFaceZoom(); });
  add("zoom_fit", tr("Sh&ow the whole time line"), "zoom-fit", QKeySequence("F"),
      [this] { curves_->plot().zoomToFit(); });
  add("zoom_in", tr("Zoom in"), "zoom-in", QKeySequence("+"), [this] { curves_->plot().zoomBy(1 / 1.5); });
  add("zoom_out", tr("Zoom out"), "zoom-out", QKeySequence("-"), [this] { curves_->plot().zoomBy(1.5); });
  add("full_screen", tr("F&ull screen"), "", QKeySequence("F11"),
      [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
}

void MainWindow::makeMenus() {
  const auto fill = [this](QMenu* menu, std::initializer_list<const char*> ids) {
    for (const char* id : ids) {
      if (*id)
        menu->addAction(actions_.at(id));
      else
        menu->addSeparator();
    }
    return menu;
  };
  QMenu* file = fill(menuBar()->addMenu(tr("&File")), {"new", "open"});
  recentMenu_ = file->addMenu(tr("Open &recent"));
  versionsMenu_ = file->addMenu(tr("Saved v&ersions"));
  versionsMenu_->setObjectName("versions");
  connect(versionsMenu_, &QMenu::aboutToShow, this, &MainWindow::fillVersions);
  fill(file, {"sample", "", "save", "save_as", "bundle", "relink", "consent", "", "portrait", "voice",
              "paste", "", "quit"});
  fill(menuBar()->addMenu(tr("&Edit")),
       {"undo", "redo", "", "add_blink", "mark_in", "mark_out", "clear_range", "", "trim_begin", "trim_end",
        "trim_reset", "", "ab"});
  fill(menuBar()->addMenu(tr("&Words")),
       {"import_words", "align_words", "", "export_words", "show_words", "", "clear_words"});
  fill(menuBar()->addMenu(tr("&Play")),
       {"play", "shuttle_back", "stop", "shuttle_forward", "", "step_back", "step_forward", "jump_back",
        "jump_forward", "to_start", "to_end", "", "mute", "proof"});
  QMenu* view = fill(menuBar()->addMenu(tr("&View")),
                     {"view_result", "view_face", "view_both", "view_wipe", "view_difference", "",
                      "zoom_face", "zoom_in", "zoom_out", "zoom_fit", ""});
  QMenu* panels = view->addMenu(tr("&Panels"));
  for (const auto& [id, dock] : docks_) panels->addAction(dock->toggleViewAction());
  fill(view, {"reset_layout", "full_screen", "", "theme"});
  QMenu* language = view->addMenu(tr("&Language"));
  auto* choices = new QActionGroup(language);
  for (const Language& one : languages()) {
    QAction* action = language->addAction(one.name, this, [this, one] { Q_EMIT languageChosen(one.code); });
    action->setObjectName("language_" + one.code);
    action->setCheckable(true);
    action->setChecked(one.code == currentLanguage());
    choices->addAction(action);
  }
  fill(view, {"messages"});
  fill(menuBar()->addMenu(tr("&Render")), {"render", "render_range", "matrix", "", "copy_command"});
  QMenu* tools = menuBar()->addMenu(tr("&Tools"));
  if (actions_.contains("personalise")) fill(tools, {"personalise"});
  fill(tools, {"packs", "shortcuts"});
  if (overlay_->isAvailable()) fill(tools, {"", "debug_overlay"});
  fill(menuBar()->addMenu(tr("&Help")), {"manual", "tour", "", "copy_report", "open_log", "", "about"});
  fillRecent();
}

void MainWindow::makeToolBar() {
  auto* bar = addToolBar(tr("Tools"));
  bar->setObjectName("tools");
  bar->setMovable(false);
  bar->setIconSize({20, 20});
  for (const char* id : {"new", "open", "save"}) bar->addAction(actions_[id]);
  bar->addSeparator();
  for (const char* id : {"undo", "redo"}) bar->addAction(actions_[id]);
  bar->addSeparator();
  const auto labelled = [&](const char* id, bool primary) {
    auto* button = new QToolButton;
    button->setDefaultAction(actions_[id]);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    if (primary) {
      button->setObjectName("primary");
      button->setIcon(icon("render", &ThemeColours::accentText));
    }
    bar->addWidget(button);
  };
  labelled("proof", false);
  labelled("render", true);
  auto* space = new QWidget;
  space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  bar->addWidget(space);
  // What computes and how exactly are one choice: only CUDA has a second precision.
  auto* device = new QComboBox;
  device->addItem(icon("device"), tr("Automatic"), "auto exact");
  device->addItem(icon("device"), tr("CPU"), "cpu exact");
  device->addItem(icon("device"), tr("CUDA GPU"), "cuda exact");
  device->addItem(icon("device"), tr("CUDA GPU, fast"), "cuda fast");
  device->setToolTip(tr("What the neural renderer runs on; the mesh renderer uses the CPU"));
  device->setAccessibleName(tr("Device"));
  connect(device, &QComboBox::activated, this, [this, device] {
    const QStringList chosen = device->currentData().toString().split(' ');
    studio_.document().change(tr("Device"), [&](project::Project& p) {
      p.render.device = chosen[0].toStdString();
      p.render.precision = chosen[1] == "fast" ? render::Precision::fast : render::Precision::exact;
    });
  });
  connect(&studio_.document(), &Document::changed, this, [this, device] {
    const project::Project& p = studio_.project();
    const QString precision = p.render.precision == render::Precision::fast ? " fast" : " exact";
    device->setCurrentIndex(
        std::max(0, device->findData(QString::fromStdString(p.render.device) + precision)));
    const render::RendererTraits& traits = render::rendererTraits(p.renderer);
    const QString renderer = coreText(traits.shortLabel);
    deviceText_->setText(traits.hasDeviceChoice() ? tr("%1, %2").arg(renderer, device->currentText())
                                                  : tr("%1 on the CPU").arg(renderer));
  });
  bar->addWidget(device);
  bar->addAction(actions_["packs"]);
  bar->addAction(actions_["theme"]);
  bell_ = new QToolButton;
  bell_->setDefaultAction(actions_["messages"]);
  bell_->setToolButtonStyle(Qt::ToolButtonIconOnly);
  bar->addWidget(bell_);
}

}  // namespace orator::ui
