// The real window on the real pipeline, from the sample's portrait and voice to a film.
#include <QMutex>
#include <QProcess>
#include <QTest>
#include <cmath>
#include <csignal>
#include <filesystem>

#include "core/media/media_info.h"
#include "core/motion/gaze.h"
#include "tests/ui/studio_window.h"
#include "ui/kit/text/path.h"
#include "ui/views/curves/curve_panel.h"

namespace orator::ui {
namespace {

const std::filesystem::path kSample = ORATOR_SAMPLE_FOLDER;

class RealStudio : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"astronaut.png", "welcome.wav"})
      if (!std::filesystem::exists(kSample / name))
        FAIL() << kSample / name << " is missing. Run installer/prepare-sample (installer/test does it).";
    open();
  }
  void open(KeepFrames keepFrames = keepsFramesOfLongFilms) {
    window_.reset();
    studio_.reset();
    StudioOptions options;
    options.dataFolder = toPath(folder_.filePath("data"));
    options.sound = false;
    options.keepFrames = std::move(keepFrames);
    studio_ = std::make_unique<Studio>(std::make_shared<session::Resources>(), options);
    window_ = std::make_unique<MainWindow>(*studio_);
    window_->setAskBeforeClosing(false);
    window_->show();
  }
  bool ready(std::int64_t frames = 30) {
    return waitFor(
               [&] {
                 return (studio_->voice() && studio_->frames() == frames &&
                         !studio_->shownImage().isNull()) ||
                        failed();
               },
               120000) &&
           !failed();
  }
  QByteArray bytes(const char* name) {
    QFile file(folder_.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  const Job& job(int id) { return studio_->jobs().job(studio_->jobs().rowOf(id)); }
  bool failed() { return window_->messages().unread() > 0; }
  float lids(std::int64_t frame) { return studio_->motion()->edited.blink.at(std::size_t(frame)); }

  QTemporaryDir folder_;
  std::unique_ptr<Studio> studio_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(RealStudio, GoesFromThePortraitToTheFilm) {
  openSampleMedia(*studio_, 1.2);
  studio_->document().change("no blinks", [](project::Project& p) { p.edits.blinks.emplace(); });
  ASSERT_TRUE(ready());
  ASSERT_TRUE(waitFor([&] { return lids(12) == 0; }, 20000));

  TimelinePlot& plot = window_->curves().plot();
  plot.replot();
  const QPoint at(int(plot.curvePoint(motion::kAngleColumn, 12).x()), plot.blinkLaneRect().center().y());
  QTest::mouseDClick(&plot, Qt::LeftButton, {}, at);
  ASSERT_TRUE(waitFor([&] { return lids(12) > 0.5f; }, 20000));
  window_->actionsById().at("undo")->trigger();
  ASSERT_TRUE(waitFor([&] { return lids(12) == 0; }, 20000));
  window_->actionsById().at("redo")->trigger();
  const QString project = folder_.filePath("film.orator");
  ASSERT_TRUE(window_->saveTo(project));

  open();
  ASSERT_TRUE(window_->openProject(project));
  ASSERT_TRUE(ready());
  ASSERT_TRUE(waitFor([&] { return lids(12) > 0.5f; }, 20000));
  const QString film = folder_.filePath("film.mp4");
  const int id = studio_->renderFilm(film);
  ASSERT_TRUE(waitFor([&] { return job(id).finished(); }, 240000));
  ASSERT_EQ(job(id).state, JobState::done) << job(id).error.toStdString();
  const media::MediaInfo info = media::readMediaInfo(toPath(film));
  EXPECT_EQ(info.frames, 30);
  EXPECT_EQ(info.videoCodec, "h264");
  EXPECT_TRUE(info.hasAudio);
  EXPECT_NEAR(info.durationSeconds, 1.2, 0.05);
}

TEST_F(RealStudio, RerollsTheHeadInTheSelectedRangeOnly) {
  openSampleMedia(*studio_, 1.2);
  ASSERT_TRUE(ready());
  const motion::MotionTrack before = studio_->motion()->edited;
  studio_->document().change("re-roll", [](project::Project& p) { p.edits.rerolls = {{{14, 18}, 4711}}; });
  const auto row = [&](std::int64_t frame) { return studio_->motion()->edited.rows.at(std::size_t(frame)); };
  ASSERT_TRUE(waitFor([&] { return row(16) != before.rows[16]; }, 60000));
  for (int column = motion::kAngleColumn; column < motion::kTranslationColumn; ++column)
    EXPECT_NE(row(16)[std::size_t(column)], before.rows[16][std::size_t(column)]) << column;
  // The eyes hold what they look at while the head turns.
  const face::GazeColumns gaze = motion::gazeColumnsOf(before.basis);
  for (int column = 0; column < motion::kAngleColumn; ++column)
    if (column != gaze.right && column != gaze.up) {
      ASSERT_EQ(row(16)[std::size_t(column)], before.rows[16][std::size_t(column)]) << "the face stays";
    }
  for (std::int64_t frame : {0, 5, 26, 29}) EXPECT_EQ(row(frame), before.rows[std::size_t(frame)]) << frame;
}

TEST_F(RealStudio, GoesOnFromItsFinishedFramesInTheNextSession) {
  const auto always = [](const project::Project&, const motion::MotionTrack&) { return true; };
  open(always);
  openSampleMedia(*studio_, 6);
  ASSERT_TRUE(ready(150));
  const int whole = studio_->renderFilm(folder_.filePath("whole.mp4"));
  ASSERT_TRUE(waitFor([&] { return job(whole).finished(); }, 240000));

  const int stopped = studio_->renderFilm(folder_.filePath("stopped.mp4"));
  ASSERT_TRUE(waitFor([&] { return job(stopped).stage == "render" && job(stopped).done > 0; }, 240000));
  studio_->jobs().setPaused(true);
  ASSERT_EQ(job(stopped).state, JobState::paused) << "it was finished before it could be stopped";
  const std::filesystem::path frames = pipeline::journalFile(toPath(folder_.filePath("stopped.mp4")));
  EXPECT_TRUE(std::filesystem::exists(frames));
  EXPECT_TRUE(bytes("stopped.mp4").isEmpty());

  open(always);
  ASSERT_EQ(studio_->jobs().rowCount(), 1);
  const int again = studio_->jobs().job(0).id;
  studio_->jobs().setPaused(false);
  ASSERT_TRUE(waitFor([&] { return job(again).finished(); }, 240000));
  ASSERT_EQ(job(again).state, JobState::done) << job(again).error.toStdString();
  EXPECT_FALSE(std::filesystem::exists(frames));
  EXPECT_FALSE(bytes("whole.mp4").isEmpty());
  EXPECT_EQ(bytes("stopped.mp4"), bytes("whole.mp4"));
}

QStringList logged;
void keepLog(QtMsgType, const QMessageLogContext&, const QString& text) {
  static QMutex mutex;
  const QMutexLocker lock(&mutex);
  logged << text;
}

/// The studio is killed by `kill -9` while the mesh renderer draws; the next session draws what is missing.
TEST_F(RealStudio, RendersOnlyWhatIsMissingAfterKill9) {
  window_.reset();
  studio_.reset();
  QProcess other;
  other.start(QCoreApplication::applicationFilePath(), {kRenderArgument, folder_.path()});
  const std::filesystem::path frames = pipeline::journalFile(toPath(folder_.filePath("killed.mp4")));
  const auto kept = [&] {
    std::error_code none;
    const auto size = std::filesystem::file_size(frames, none);
    return none ? 0 : size;
  };
  ASSERT_TRUE(waitFor([&] { return kept() > 2000000 || other.state() == QProcess::NotRunning; }, 240000));
  ASSERT_EQ(other.state(), QProcess::Running) << "it was finished before it could be killed";
  ::kill(pid_t(other.processId()), SIGKILL);
  ASSERT_TRUE(other.waitForFinished());
  ASSERT_EQ(other.exitStatus(), QProcess::CrashExit);
  ASSERT_TRUE(bytes("killed.mp4").isEmpty());

  logged.clear();
  const auto handler = qInstallMessageHandler(keepLog);
  open([](const auto&, const auto&) { return true; });
  ASSERT_EQ(studio_->jobs().rowCount(), 1);
  const int again = studio_->jobs().job(0).id;
  EXPECT_TRUE(studio_->jobs().isPaused());
  studio_->jobs().setPaused(false);
  const bool finished = waitFor([&] { return job(again).finished(); }, 240000);
  qInstallMessageHandler(handler);
  ASSERT_TRUE(finished);
  ASSERT_EQ(job(again).state, JobState::done) << job(again).error.toStdString();
  EXPECT_FALSE(std::filesystem::exists(frames));
  const int known = logged.filter("taken over").value(0).section(": ", 1).section(' ', 0, 0).toInt();
  EXPECT_GT(known, 0) << logged.join('\n').toStdString();
  EXPECT_LT(known, 25 * kKilledFilmSeconds);

  window_->messages().markRead();  // the film is done
  openSampleMedia(*studio_, kKilledFilmSeconds);
  ASSERT_TRUE(ready(25 * kKilledFilmSeconds));
  const int whole = studio_->renderFilm(folder_.filePath("whole.mp4"));
  ASSERT_TRUE(waitFor([&] { return job(whole).finished(); }, 240000));
  EXPECT_FALSE(bytes("whole.mp4").isEmpty());
  EXPECT_EQ(bytes("killed.mp4"), bytes("whole.mp4"));
}

}  // namespace
}  // namespace orator::ui
