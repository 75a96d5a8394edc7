#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSlider>
#include <QTableWidget>
#include <QTest>
#include <QTextBrowser>
#include <QTimer>
#include <QTreeWidget>
#include <chrono>

#include "tests/ui/studio_window.h"
#include "ui/kit/settings/settings.h"
#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/views/curves/curve_panel.h"
#include "ui/views/dialogs/about_dialog.h"
#include "ui/views/dialogs/log_file.h"
#include "ui/views/dialogs/matrix_dialog.h"
#include "ui/views/dialogs/packs_dialog.h"
#include "ui/views/dialogs/recovery_dialog.h"
#include "ui/views/dialogs/shortcuts_dialog.h"
#include "ui/views/main_window/tour.h"
#include "ui/views/main_window/welcome_page.h"
#include "ui/views/panels/media/speech_dialog.h"

namespace orator::ui {
namespace {

class Usability : public StudioWindow {};

/// Parts of Qt's own controls, which speak through the control.
bool isInner(const QWidget& widget) {
  for (const char* kind : {"QScrollBar", "QTabBar", "QMenu", "QHeaderView", "QTableCornerButton",
                           "QComboBoxPrivateContainer", "QLineEditIconButton"})
    if (widget.inherits(kind) || (widget.parentWidget() && widget.parentWidget()->inherits(kind)))
      return true;
  return widget.objectName().startsWith("qt_") || qobject_cast<QComboBox*>(widget.parentWidget());
}

/// Widgets a user can act on that a screen reader would have no word for.
QStringList nameless(QWidget& root) {
  QStringList found;
  for (QWidget* widget : root.findChildren<QWidget*>()) {
    if (isInner(*widget) || (widget->isHidden() && widget->inherits("QPushButton"))) continue;
    const bool interactive = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) ||
                             qobject_cast<QAbstractSpinBox*>(widget) || qobject_cast<QSlider*>(widget) ||
                             qobject_cast<QLineEdit*>(widget) || qobject_cast<QPlainTextEdit*>(widget) ||
                             qobject_cast<QAbstractItemView*>(widget) ||
                             (widget->focusPolicy() & Qt::TabFocus && !widget->inherits("QMainWindow"));
    if (!interactive) continue;
    const QAccessibleInterface* reader = QAccessible::queryAccessibleInterface(widget);
    const QString name = reader ? reader->text(QAccessible::Name) : widget->accessibleName();
    if (name.trimmed().isEmpty())
      found << QString("%1 \"%2\" in %3")
                   .arg(widget->metaObject()->className(), widget->objectName(),
                        widget->parentWidget()->metaObject()->className());
  }
  return found;
}

TEST_F(Usability, everyControlHasAName) {
  loadMedia();
  EXPECT_EQ(nameless(*window_).join('\n').toStdString(), "");
  AboutDialog about;
  EXPECT_EQ(nameless(about).join('\n').toStdString(), "");
  PacksDialog packs;
  packs.waitForChecks();
  EXPECT_EQ(nameless(packs).join('\n').toStdString(), "");
  ShortcutsDialog shortcuts(window_->actionsById());
  EXPECT_EQ(nameless(shortcuts).join('\n').toStdString(), "");
  MatrixDialog matrix(studio());
  EXPECT_EQ(nameless(matrix).join('\n').toStdString(), "");
  SpeechDialog speech(folder_.path());
  EXPECT_EQ(nameless(speech).join('\n').toStdString(), "");
  RecoveryDialog recovery({project::Autosave{}});
  EXPECT_EQ(nameless(recovery).join('\n').toStdString(), "");
}

TEST_F(Usability, everyIconButtonTellsWhatItDoes) {
  for (const QToolButton* button : window_->findChildren<QToolButton*>()) {
    if (!button->text().isEmpty() || isInner(*button)) continue;
    EXPECT_FALSE(button->toolTip().isEmpty()) << button->parentWidget()->metaObject()->className();
  }
}

TEST_F(Usability, noTwoActionsShareAKey) {
  std::map<QKeySequence, QString> taken;
  for (const auto& [id, action] : window_->actionsById()) {
    if (action->shortcut().isEmpty()) continue;
    EXPECT_TRUE(taken.emplace(action->shortcut(), id).second)
        << id.toStdString() << " and " << taken[action->shortcut()].toStdString();
  }
  for (const char* id : {"play", "shuttle_back", "stop", "shuttle_forward", "step_back", "step_forward",
                         "mark_in", "mark_out", "to_start", "to_end", "ab", "undo", "redo", "save", "render"})
    EXPECT_FALSE(window_->actionsById().at(id)->shortcut().isEmpty()) << id;
}

TEST_F(Usability, keysDriveTheTransport) {
  loadMedia();
  Player& player = studio().player();
  const auto press = [&](int key) { QTest::keyClick(window_.get(), Qt::Key(key)); };
  press(Qt::Key_End);
  EXPECT_EQ(player.frame(), 49);
  press(Qt::Key_Home);
  EXPECT_EQ(player.frame(), 0);
  press(Qt::Key_Right);
  press(Qt::Key_Right);
  press(Qt::Key_Left);
  EXPECT_EQ(player.frame(), 1);
  press(Qt::Key_Space);
  EXPECT_TRUE(player.isPlaying());
  press(Qt::Key_Space);
  EXPECT_FALSE(player.isPlaying());
  player.seek(20);
  window_->actionsById().at("shuttle_back")->trigger();
  EXPECT_TRUE(waitFor([&] { return player.frame() < 20; }, 20000));
  window_->actionsById().at("stop")->trigger();
  EXPECT_FALSE(player.isPlaying());
  player.seek(10);
  window_->actionsById().at("mark_in")->trigger();
  player.seek(30);
  window_->actionsById().at("mark_out")->trigger();
  EXPECT_EQ(studio().project().frames->begin, 10);
  EXPECT_EQ(studio().project().frames->end, 31);
}

TEST_F(Usability, keysAreEditedKeptAndNeverGivenTwice) {
  ShortcutsDialog dialog(window_->actionsById());
  auto* tree = dialog.findChild<QTreeWidget*>();
  const auto choose = [&](const char* id) {
    for (int i = 0; i < tree->topLevelItemCount(); ++i)
      if (tree->topLevelItem(i)->data(0, Qt::UserRole).toString() == id)
        tree->setCurrentItem(tree->topLevelItem(i));
  };
  const auto set = [&](const char* keys) {
    dialog.findChild<QKeySequenceEdit*>()->setKeySequence(QKeySequence(keys));
    dialog.findChild<QPushButton*>("set")->click();
  };
  choose("proof");
  set("Ctrl+Alt+P");
  EXPECT_EQ(window_->actionsById().at("proof")->shortcut(), QKeySequence("Ctrl+Alt+P"));
  choose("mute");
  set("Ctrl+Alt+P");
  EXPECT_EQ(window_->actionsById().at("mute")->shortcut(), QKeySequence("M"));
  open();
  EXPECT_EQ(window_->actionsById().at("proof")->shortcut(), QKeySequence("Ctrl+Alt+P"));
  ShortcutsDialog again(window_->actionsById());
  again.findChild<QPushButton*>("reset")->click();
  EXPECT_EQ(window_->actionsById().at("proof")->shortcut(), QKeySequence("P"));
}

TEST_F(Usability, firstPageLeadsToTheSampleAndTheTour) {
  auto* page = window_->findChild<WelcomePage*>();
  ASSERT_TRUE(page->isVisible());
  const auto buttons = page->findChildren<QPushButton*>();
  EXPECT_EQ(buttons.front()->isEnabled(), !MainWindow::sampleFolder().isEmpty());
  if (buttons.front()->isEnabled()) {
    buttons.front()->click();
    EXPECT_EQ(studio().project().portrait.filename(), "astronaut.png");
    EXPECT_FALSE(page->isVisible());
    EXPECT_TRUE(waitFor([&] { return studio().player().isPlaying(); }, 30000))
        << "who tries it wants to see it";
  }
}

TEST_F(Usability, tourExplainsFivePartsAndEnds) {
  loadMedia();
  startTour(*window_);
  auto* tour = window_->findChild<QWidget*>("tour");
  ASSERT_NE(tour, nullptr);
  auto* next = tour->findChild<QPushButton*>("primary");
  QSet<QString> texts;
  for (int step = 0; step < 5; ++step) {
    texts << tour->findChild<QLabel*>()->text();
    next->click();
    QApplication::processEvents();
  }
  EXPECT_EQ(texts.size(), 5);
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  EXPECT_EQ(window_->findChild<QWidget*>("tour"), nullptr);
}

TEST_F(Usability, tourFramesThePartThatItExplainsFromTheFirstPageOn) {
  startTour(*window_);
  auto* tour = window_->findChild<QWidget*>("tour");
  ASSERT_NE(tour, nullptr);
  const QWidget* const parts[] = {window_->dock("media"), window_->centralWidget(), window_->dock("motion"),
                                  window_->dock("timeline"), window_->dock("output")};
  for (const QWidget* part : parts) {
    const QRect framed = tour->property("spot").toRect();
    QApplication::processEvents();
    EXPECT_EQ(framed, QRect(part->mapTo(window_.get(), QPoint(0, 0)), part->size()))
        << part->objectName().toStdString();
    QTest::keyClick(tour, Qt::Key_Right);
  }
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

TEST_F(Usability, tourIsSteppedByKeysForthAndBack) {
  startTour(*window_);  // on the first page, where no preview stands
  auto* tour = window_->findChild<QWidget*>("tour");
  ASSERT_NE(tour, nullptr);
  const auto text = [&] { return tour->findChild<QLabel*>()->text(); };
  const QString first = text();
  QTest::keyClick(tour, Qt::Key_Return);
  const QString second = text();
  EXPECT_NE(second, first);
  QTest::keyClick(tour, Qt::Key_Space);
  EXPECT_NE(text(), second);
  QTest::keyClick(tour, Qt::Key_Left);
  EXPECT_EQ(text(), second);
  QTest::keyClick(tour, Qt::Key_Backspace);
  EXPECT_EQ(text(), first);
  for (int step = 0; step < 5; ++step) QTest::keyClick(tour, Qt::Key_Right);
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  EXPECT_EQ(window_->findChild<QWidget*>("tour"), nullptr);
}

TEST_F(Usability, viewMenuHasNoTwoEntriesOfOneLetter) {
  for (const QMenu* menu : window_->findChildren<QMenu*>()) {
    if (menu->title() != "&View") continue;
    QMap<QString, QString> letters;
    for (const QAction* action : menu->actions()) {
      QString text = action->text();
      text.replace("&&", "");
      const auto at = text.indexOf('&');
      if (at < 0) continue;
      const QString letter = text.mid(at + 1, 1).toLower();
      EXPECT_FALSE(letters.contains(letter))
          << text.toStdString() << " and " << letters[letter].toStdString();
      letters[letter] = text;
    }
  }
}

TEST_F(Usability, windowFitsALaptopWithItsTitleBar) {
  loadMedia();
  constexpr int kTitleBarAndPanel = 68;
  EXPECT_LE(window_->minimumSizeHint().width(), 1366);
  EXPECT_LE(window_->minimumSizeHint().height(), 768 - kTitleBarAndPanel);
}

TEST_F(Usability, legendHasTheColoursOfTheThemeAlsoAfterASecondChange) {
  loadMedia();
  auto* tree = window_->curves().findChild<QTreeWidget*>();
  const auto swatch = [&] {
    return tree->topLevelItem(0)->child(0)->icon(0).pixmap(12, 12).toImage().pixelColor(6, 6);
  };
  const QColor dark = swatch();
  applyTheme(ThemeName::light);
  QApplication::processEvents();
  EXPECT_NE(swatch(), dark);
  applyTheme(ThemeName::dark);
  QApplication::processEvents();
  EXPECT_EQ(swatch(), dark);
}

TEST_F(Usability, aProjectThatAnotherWindowSavedIsNotOverwrittenUnasked) {
  loadMedia();
  const std::filesystem::path file = toPath(this->file("shared.orator"));
  studio().document().save(file);
  EXPECT_FALSE(studio().document().changedOnDisk());
  project::Project other = studio().project();
  other.motion.still = true;
  project::saveProject(other, file);
  std::filesystem::last_write_time(file, std::filesystem::last_write_time(file) + std::chrono::seconds(1));
  EXPECT_TRUE(studio().document().changedOnDisk());
  studio().document().change("edit", [](project::Project& p) { p.motion.blinkRate = 3; });
  QTimer::singleShot(0, [] {
    for (QWidget* box : QApplication::topLevelWidgets())
      if (auto* message = qobject_cast<QMessageBox*>(box)) message->button(QMessageBox::Cancel)->click();
  });
  window_->actionsById().at("save")->trigger();
  EXPECT_TRUE(project::loadProject(file).motion.still) << "the other window's work is still there";
  studio().document().save(file);
  EXPECT_FALSE(studio().document().changedOnDisk());
}

TEST_F(Usability, aboutShowsComponentsAndTheTextsOfTheLicences) {
  AboutDialog about;
  EXPECT_GE(about.findChild<QTableWidget*>()->rowCount(), 8);
  QString texts;
  for (const QTextBrowser* browser : about.findChildren<QTextBrowser*>()) texts += browser->toPlainText();
  EXPECT_TRUE(texts.contains("Apache License"));
  EXPECT_TRUE(texts.contains("QCustomPlot"));
  EXPECT_TRUE(texts.contains("FFmpeg"));
}

TEST_F(Usability, errorsAreToldWithoutModalBoxes) {
  studio().setPortrait(file("absent.png"));
  ASSERT_TRUE(waitFor([&] { return window_->messages().unread() > 0; }, 10000));
  EXPECT_EQ(QApplication::activeModalWidget(), nullptr);
  EXPECT_TRUE(window_->messages().bar()->isVisible());
  window_->actionsById().at("messages")->trigger();
  EXPECT_EQ(window_->messages().unread(), 0);
  loadMedia();
  EXPECT_TRUE(waitFor([&] { return !window_->messages().bar()->isVisible(); }, 20000))
      << "it still tells of a portrait that is not open any more";
}

TEST_F(Usability, aFolderThatCannotBeWrittenEndsNothing) {
  QFile notAFolder(file("data-file"));
  ASSERT_TRUE(notAFolder.open(QIODevice::WriteOnly));
  EXPECT_FALSE(LogFile::start(file("data-file/log")));
  qInfo("the log goes on");
  EXPECT_TRUE(LogFile::start(file("log")));
  window_->tellOfUnwritableData();
  EXPECT_EQ(window_->messages().unread(), 1);
}

TEST_F(Usability, pastingNothingOfUseSaysSo) {
  QGuiApplication::clipboard()->setText("just words");
  window_->actionsById().at("paste")->trigger();
  EXPECT_EQ(window_->messages().unread(), 1);
  EXPECT_TRUE(studio().project().portrait.empty());
}

TEST_F(Usability, theManualOpensInTheBrowserAndEveryPageOfItIsThere) {
  QTextBrowser browser;
  QDesktopServices::setUrlHandler("file", &browser, "setSource");
  window_->actionsById().at("manual")->trigger();
  QDesktopServices::unsetUrlHandler("file");
  const QString page = browser.source().toLocalFile();
  ASSERT_TRUE(QFile::exists(page)) << page.toStdString();
  QFile index(page);
  ASSERT_TRUE(index.open(QIODevice::ReadOnly));
  static const QRegularExpression link("(?:href|src)=\"([^\"#]+)");
  int links = 0;
  for (auto found = link.globalMatch(QString::fromUtf8(index.readAll())); found.hasNext(); ++links) {
    const QString target = found.next().captured(1);
    EXPECT_TRUE(QFile::exists(QFileInfo(page).path() + '/' + target)) << target.toStdString();
  }
  EXPECT_GE(links, 9);
}

TEST_F(Usability, reportNamesNoFileOfTheUser) {
  LogFile::start(file("log"));
  qWarning("reading %s failed", qPrintable(file("my take/my secret.wav")));
  EXPECT_TRUE(QFile::exists(LogFile::path()));
  window_->actionsById().at("copy_report")->trigger();
  const QString report = QGuiApplication::clipboard()->text();
  EXPECT_TRUE(report.contains("Orator Studio"));
  EXPECT_TRUE(report.contains("reading <path> failed"));
  EXPECT_FALSE(report.contains("secret") || report.contains("my take"));
  EXPECT_FALSE(report.contains(folder_.path()));
}

TEST_F(Usability, aNarrowWindowKeepsEveryToolOfTheTimeLine) {
  CurvePanel& panel = window_->curves();
  const auto allInside = [&] {
    for (const QToolButton* button : panel.findChildren<QToolButton*>()) {
      if (button->isHidden()) continue;
      const QPoint end = button->mapTo(&panel, button->rect().bottomRight());
      if (end.x() >= panel.width()) return false;
    }
    return true;
  };
  const auto words = [&] {
    int count = 0;
    for (const QToolButton* button : panel.findChildren<QToolButton*>())
      count += button->toolButtonStyle() == Qt::ToolButtonTextBesideIcon;
    return count;
  };
  panel.setParent(nullptr);
  panel.show();
  panel.resize(900, 300);
  QApplication::processEvents();
  EXPECT_EQ(words(), 4);
  EXPECT_TRUE(allInside());
  panel.resize(panel.minimumSizeHint().width(), 300);
  QApplication::processEvents();
  EXPECT_EQ(words(), 0);
  EXPECT_TRUE(allInside());
  window_->dock("timeline")->setWidget(&panel);
}

TEST_F(Usability, logIsRenewedBeforeItGrowsLarge) {
  LogFile::start(file("log"));
  const QString line(1000, 'x');
  for (int i = 0; i < 2500; ++i) qInfo("%s", qPrintable(line));
  EXPECT_LE(QFileInfo(LogFile::path()).size(), 1 << 20);
  const auto files = QDir(file("log")).entryList({"studio*.log"});
  EXPECT_GE(files.size(), 3);
  EXPECT_LE(files.size(), 4);
}

TEST_F(Usability, windowAndThemeAreRemembered) {
  window_->resize(1333, 888);
  window_->dock("media")->close();
  window_->actionsById().at("theme")->trigger();
  const ThemeName chosen = currentTheme();
  window_->close();
  open();
  EXPECT_EQ(window_->size(), QSize(1333, 888));
  EXPECT_FALSE(window_->dock("media")->isVisible());
  EXPECT_EQ(Settings().value("theme").toInt(), int(chosen));
  applyTheme(ThemeName::dark);
}

/// Relative luminance and contrast as WCAG 2 defines them.
double contrast(const QColor& a, const QColor& b) {
  const auto luminance = [](const QColor& c) {
    const auto linear = [](double v) {
      return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
  };
  const auto [low, high] = std::minmax({luminance(a), luminance(b)});
  return (high + 0.05) / (low + 0.05);
}

TEST(Themes, keepEveryTextReadable) {
  for (ThemeName name : {ThemeName::light, ThemeName::dark}) {
    applyTheme(name);
    const ThemeColours& c = colours();
    for (const QColor& ground : {c.window, c.panel, c.raised, c.field}) {
      EXPECT_GE(contrast(c.text, ground), 7);
      EXPECT_GE(contrast(c.muted, ground), 4.5);
      for (const QColor& signal : {c.good, c.warning, c.bad}) EXPECT_GE(contrast(signal, ground), 4.5);
    }
    EXPECT_GE(contrast(c.accentText, c.accent), 4.5);
  }
}

}  // namespace
}  // namespace orator::ui
