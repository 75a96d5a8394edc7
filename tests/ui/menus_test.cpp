// Menus and the status bar, in every language of the interface.
#include <QApplication>
#include <QContextMenuEvent>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QProgressBar>
#include <QSet>
#include <QStatusBar>
#include <QUndoStack>

#include "tests/ui/studio_window.h"
#include "ui/kit/text/path.h"
#include "ui/kit/translation/language.h"
#include "ui/views/main_window/window_host.h"

namespace orator::ui {
namespace {

class Menus : public StudioWindow {
 protected:
  void TearDown() override {
    StudioWindow::TearDown();
    applyLanguage("en");
  }
  void show(const QString& language) {
    window_.reset();
    applyLanguage(language);
    window_ = std::make_unique<MainWindow>(studio());
    window_->setAskBeforeClosing(false);
    window_->show();
  }
};

/// @return how many keys were seen
int expectKeysOfTheirOwn(const QString& name, const QList<QAction*>& actions) {
  QSet<QString> keys;
  for (const QAction* action : actions) {
    const QString key = QKeySequence::mnemonic(action->text()).toString();
    if (key.isEmpty() || !action->isVisible()) continue;
    EXPECT_FALSE(keys.contains(key)) << name.toStdString() << ": " << action->text().toStdString();
    keys << key;
  }
  return int(keys.size());
}

TEST_F(Menus, HaveNoKeyTwice) {
  loadMedia();
  studio().document().change("Portrait a&u.png", [](project::Project& p) { p.motion.seed = 3; });
  for (const Language& language : languages()) {
    show(language.code);
    int seen = expectKeysOfTheirOwn("bar", window_->menuBar()->actions());
    EXPECT_GT(window_->findChildren<QMenu*>().size(), 8);
    for (QMenu* menu : window_->findChildren<QMenu*>()) {
      Q_EMIT menu->aboutToShow();
      seen += expectKeysOfTheirOwn(language.code + " " + menu->title(), menu->actions());
    }
    EXPECT_GT(seen, 40);
  }
}

TEST_F(Menus, ShowTheNamesOfFilesAsTheyAre) {
  studio().document().change("Portrait a&u.png", [](project::Project& p) { p.motion.seed = 3; });
  const QAction* undo = window_->actionsById().at("undo");
  EXPECT_EQ(QKeySequence::mnemonic(undo->text()), QKeySequence("Alt+U"));
  EXPECT_TRUE(undo->text().contains("a&&u.png")) << undo->text().toStdString();
}

QLabel* labelOfStatusBar(MainWindow& window, const QString& words) {
  for (QLabel* label : window.statusBar()->findChildren<QLabel*>())
    if (label->text().contains(words) && label->isVisible()) return label;
  return nullptr;
}

TEST_F(Menus, AndAnotherLanguageLeaveTheProgressInTheStatusBar) {
  window_.reset();
  WindowHost host(studio());
  host.window().setAskBeforeClosing(false);
  host.window().show();
  loadMedia();
  engine_->renderMillisecondsPerFrame = 20;
  studio().renderFilm(file("film.mp4"));
  ASSERT_TRUE(waitFor([&] { return labelOfStatusBar(host.window(), "Rendering") != nullptr; }, 20000));
  studio().jobs().setPaused(true);
  QCoreApplication::processEvents();
  host.setLanguage("zh");
  EXPECT_NE(labelOfStatusBar(host.window(), QString::fromUtf8("渲染中")), nullptr);
  studio().jobs().setPaused(false);
  engine_->renderMillisecondsPerFrame = 0;
  EXPECT_TRUE(waitFor([&] { return studio().jobs().active() == 0; }, 20000));
}

TEST_F(Menus, AndMessagesLeaveTheStatusBarReadable) {
  loadMedia();
  const auto& styles = studio().styles();
  ASSERT_TRUE(waitFor(
      [&] {
        return studio().cache().nextMissing(0, studio().frames()) < 0 && styles && styles->complete() &&
               !studio().isBusy();
      },
      60000));
  // The session may still have to tell that it is idle: only the layout's events are seen to.
  const auto layOut = [] { QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest); };
  Q_EMIT studio().busyChanged("Looking at the portrait", 1, 2);
  Q_EMIT studio().jobs().activity(true, 0.05);
  layOut();
  window_->statusBar()->showMessage("Safety copy kept", 60000);
  for (const double share : {0.09, 0.1, 1.0}) {
    Q_EMIT studio().jobs().activity(true, share);
    const QLabel* label = labelOfStatusBar(*window_, "%");
    ASSERT_NE(label, nullptr);
    EXPECT_GE(label->width(), label->sizeHint().width()) << label->text().toStdString();
  }
  layOut();
  const auto* bar = window_->statusBar()->findChild<QProgressBar*>();
  EXPECT_TRUE(bar->isVisible());
  EXPECT_NE(labelOfStatusBar(*window_, "Looking at the portrait"), nullptr);
  const int said = window_->statusBar()->fontMetrics().horizontalAdvance("Safety copy kept");
  for (const QWidget* one : window_->statusBar()->findChildren<QWidget*>()) {
    if (one->isVisible()) {
      EXPECT_GT(one->x(), said) << "lies over what is said";
    }
  }
}

}  // namespace
}  // namespace orator::ui
