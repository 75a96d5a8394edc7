#include <gtest/gtest.h>

#include <QApplication>
#include <QDialog>
#include <QProcess>
#include <QTimer>
#include <QUndoStack>
#include <cmath>
#include <random>

#include "core/media/media_info.h"
#include "tests/ui/studio_window.h"
#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/views/curves/curve_panel.h"
#include "ui/views/preview/preview_panel.h"

namespace orator::ui {
namespace {

TEST_F(StudioWindow, editsABlinkUndoesSavesReopensAndRenders) {
  loadMedia();
  const float before = studio_->motion()->edited.rows[21][3];
  window_->curves().plot().addBlinkAt(21);
  ASSERT_TRUE(waitFor([&] { return studio_->motion()->edited.rows[21][3] > before + 0.5f; }, 10000));
  studio_->document().undoStack()->undo();
  ASSERT_TRUE(
      waitFor([&] { return std::abs(studio_->motion()->edited.rows[21][3] - before) < 1e-5f; }, 10000));
  studio_->document().undoStack()->redo();
  ASSERT_TRUE(window_->saveTo(file("film.orator")));
  EXPECT_FALSE(studio_->document().isModified());

  open();
  ASSERT_TRUE(window_->openProject(file("film.orator")));
  ASSERT_TRUE(waitFor([&] { return studio_->frames() == 50 && !studio_->shownImage().isNull(); }, 20000));
  EXPECT_GT(studio_->motion()->edited.rows[21][3], before + 0.5f);

  const int job = studio_->renderFilm(file("film.mp4"));
  ASSERT_GT(job, 0);
  ASSERT_TRUE(waitFor([&] { return studio_->jobs().job(studio_->jobs().rowOf(job)).finished(); }, 30000));
  EXPECT_EQ(studio_->jobs().job(studio_->jobs().rowOf(job)).state, JobState::done);
  const media::MediaInfo info = media::readMediaInfo(toPath(file("film.mp4")));
  EXPECT_EQ(info.frames, 50);
  EXPECT_TRUE(info.hasAudio);
  EXPECT_NEAR(info.durationSeconds, 2, 0.05);
}

TEST_F(StudioWindow, hasEveryPanelAndFillsIt) {
  loadMedia();
  for (const char* id : {"media", "motion", "output", "timeline", "jobs", "messages", "history"}) {
    ASSERT_TRUE(window_->docks().contains(id)) << id;
    EXPECT_NE(window_->dock(id)->widget(), nullptr) << id;
  }
  EXPECT_EQ(window_->curves().plot().catalog().size(), 70u);
  EXPECT_EQ(studio_->document().undoStack()->count(), 2);
}

TEST_F(StudioWindow, aSliderMoveShowsANewFrame) {
  loadMedia();
  const QImage before = studio_->shownImage();
  studio_->document().change("scale", [](project::Project& p) { p.motion.expressionScale = 3; });
  EXPECT_TRUE(waitFor([&] { return studio_->shownImage() != before; }, 10000));
}

TEST_F(StudioWindow, dragStepsBecomeOneStepOfTheHistory) {
  loadMedia();
  const int steps = studio_->document().undoStack()->count();
  for (int i = 1; i <= 10; ++i)
    studio_->document().change(
        "scale", [&](project::Project& p) { p.motion.expressionScale = 1 + 0.1 * i; }, "drag");
  EXPECT_EQ(studio_->document().undoStack()->count(), steps + 1);
  studio_->document().undoStack()->undo();
  EXPECT_DOUBLE_EQ(studio_->project().motion.expressionScale, 1);
}

TEST_F(StudioWindow, aCancelledJobLeavesNoFileAndCanBeRetried) {
  loadMedia();
  engine_->renderMillisecondsPerFrame = 40;
  const int id = studio_->renderFilm(file("film.mp4"));
  const auto job = [&]() -> const Job& { return studio_->jobs().job(studio_->jobs().rowOf(id)); };
  ASSERT_TRUE(waitFor([&] { return job().done > 0; }, 10000));
  studio_->jobs().cancel(id);
  ASSERT_TRUE(waitFor([&] { return job().finished(); }, 10000));
  EXPECT_EQ(job().state, JobState::cancelled);
  EXPECT_FALSE(QFile::exists(file("film.mp4")));
  engine_->renderMillisecondsPerFrame = 0;
  studio_->jobs().retry(id);
  ASSERT_TRUE(waitFor([&] { return job().state == JobState::done; }, 20000));
  EXPECT_TRUE(QFile::exists(file("film.mp4")));
}

TEST_F(StudioWindow, namesWhatIsWrongWithAFileAndGoesOn) {
  studio_->setPortrait(file("absent.png"));
  EXPECT_TRUE(waitFor([&] { return window_->messages().unread() > 0; }, 10000));
  studio_->document().undoStack()->undo();
  loadMedia();
}

TEST_F(StudioWindow, survivesARandomWalkOverItsActions) {
  loadMedia();
  // Every action but those that leave the window: one ends it, the other opens another program.
  const std::set<QString> leaving = {"quit", "open_log"};
  std::vector<QAction*> actions;
  for (const auto& [id, action] : window_->actionsById())
    if (!leaving.contains(id)) actions.push_back(action);
  // Whoever walks on closes the dialog that stands in the way.
  QTimer closer;
  QObject::connect(&closer, &QTimer::timeout, [] {
    if (auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget())) dialog->reject();
  });
  closer.start(10);
  std::mt19937 random(7);
  for (int step = 0; step < 200; ++step) {
    actions[random() % actions.size()]->trigger();
    QApplication::processEvents();
  }
  EXPECT_TRUE(waitFor([&] { return studio_->frames() > 1; }, 20000) || studio_->project().voice.empty())
      << studio_->frames() << " frames of " << studio_->project().voice << " for "
      << studio_->project().portrait << " at " << studio_->project().frameRate.perSecond();
}

TEST_F(StudioWindow, switchesTheThemeBackAndForth) {
  loadMedia();
  applyTheme(ThemeName::light);
  QApplication::processEvents();
  const QColor light = colours().window;
  applyTheme(ThemeName::dark);
  EXPECT_NE(colours().window, light);
}

TEST_F(StudioWindow, keepsUnsavedWorkWhenTheProgramIsKilled) {
  QProcess other;
  other.start(QCoreApplication::applicationFilePath(), {kCrashArgument, file("crash")});
  ASSERT_TRUE(other.waitForFinished(20000));
  EXPECT_EQ(other.exitStatus(), QProcess::CrashExit);
  const Document document(toPath(file("crash")));
  const auto found = document.recoverable();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].project.motion.seed, 99u);
}

}  // namespace
}  // namespace orator::ui
