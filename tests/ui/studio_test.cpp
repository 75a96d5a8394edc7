#include <gtest/gtest.h>

#include <QApplication>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <QUndoStack>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <random>

#include "core/media/media_info.h"
#include "core/media/picture.h"
#include "tests/ui/scripted_engine.h"
#include "ui/curves/curve_panel.h"
#include "ui/main_window/main_window.h"
#include "ui/panels/media/voice_recorder.h"
#include "ui/preview/preview_panel.h"
#include "ui/screenshots/screenshots.h"
#include "ui/themes/theme.h"

namespace orator::ui {
namespace {

constexpr const char* kCrashArgument = "--edit-and-die";

/// Another studio that edits and is killed, as by `kill -9`, right after its safety copy was written.
int editAndDie(const QString& folder) {
  Document document(toPath(folder));
  document.setAutosaveDelay(1);
  QObject::connect(&document, &Document::autosaved, [] { std::raise(SIGKILL); });
  document.change("seed", [](project::Project& p) { p.motion.seed = 99; });
  waitFor([] { return false; }, 10000);
  return 0;
}

class StudioWindow : public testing::Test {
 protected:
  void SetUp() override {
    QSettings().clear();
    cv::Mat picture(96, 96, CV_8UC3, cv::Scalar(120, 90, 80));
    media::writePicture(toPath(file("face.png")), picture);
    QByteArray pcm(2 * 48000 * 2, Qt::Uninitialized);
    auto* samples = reinterpret_cast<qint16*>(pcm.data());
    for (int i = 0; i < 2 * 48000; ++i) samples[i] = qint16(9000 * std::sin(i * 0.02));
    ASSERT_TRUE(writeWav(file("voice.wav"), pcm, 48000));
    open();
  }

  void open() {
    window_.reset();
    studio_.reset();
    StudioOptions options;
    options.dataFolder = toPath(file("data"));
    options.sound = false;
    studio_ = std::make_unique<Studio>(engine_, options);
    window_ = std::make_unique<MainWindow>(*studio_);
    window_->setAskBeforeClosing(false);
    window_->show();
  }

  void loadMedia() {
    studio_->setPortrait(file("face.png"));
    studio_->setVoice(file("voice.wav"));
    ASSERT_TRUE(waitFor([&] { return studio_->frames() == 50 && !studio_->shownImage().isNull(); }, 20000));
  }

  QString file(const QString& name) const { return folder_.filePath(name); }

  QTemporaryDir folder_;
  std::shared_ptr<ScriptedEngine> engine_ = std::make_shared<ScriptedEngine>();
  std::unique_ptr<Studio> studio_;
  std::unique_ptr<MainWindow> window_;
};

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
  const std::set<QString> modal = {"open",     "save", "save_as", "bundle", "relink",      "portrait",
                                   "voice",    "quit", "matrix",  "packs",  "shortcuts",   "about",
                                   "open_log", "new",  "sample",  "render", "render_range"};
  std::vector<QAction*> actions;
  for (const auto& [id, action] : window_->actionsById())
    if (!modal.contains(id)) actions.push_back(action);
  std::mt19937 random(7);
  for (int step = 0; step < 200; ++step) {
    actions[random() % actions.size()]->trigger();
    QApplication::processEvents();
  }
  EXPECT_TRUE(waitFor([&] { return studio_->frames() == 50; }, 20000) || studio_->project().voice.empty());
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

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  qputenv("ORATOR_NO_OPENGL", "1");
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication app(argc, argv);
  QTemporaryDir settings;
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
  QApplication::setOrganizationName("Orator");
  QApplication::setApplicationName("Orator Studio test");
  if (argc == 3 && QByteArray(argv[1]) == orator::ui::kCrashArgument)
    return orator::ui::editAndDie(QString::fromLocal8Bit(argv[2]));
  orator::ui::applyTheme(orator::ui::ThemeName::dark);
  return RUN_ALL_TESTS();
}
