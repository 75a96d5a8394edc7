// The real window on the real pipeline, from the sample's portrait and voice to a film.
#include <QTest>
#include <cmath>
#include <filesystem>

#include "core/media/media_info.h"
#include "tests/ui/studio_window.h"
#include "ui/bridge/pipeline_engine.h"
#include "ui/curves/curve_panel.h"

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
    studio_ = std::make_unique<Studio>(makePipelineEngine(std::move(keepFrames)), options);
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
  bool failed() { return window_->messages().unread() > 0; }
  float lids(std::int64_t frame) { return studio_->motion()->edited.blink.at(std::size_t(frame)); }

  QTemporaryDir folder_;
  std::unique_ptr<Studio> studio_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(RealStudio, GoesFromThePortraitToTheFilm) {
  studio_->setPortrait(toQString(kSample / "astronaut.png"));
  studio_->setVoice(toQString(kSample / "welcome.wav"));
  studio_->document().change("cut", [](project::Project& p) { p.voiceEdit.endSeconds = 1.2; });
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
  const auto job = [&]() -> const Job& { return studio_->jobs().job(studio_->jobs().rowOf(id)); };
  ASSERT_TRUE(waitFor([&] { return job().finished(); }, 240000));
  ASSERT_EQ(job().state, JobState::done) << job().error.toStdString();
  const media::MediaInfo info = media::readMediaInfo(toPath(film));
  EXPECT_EQ(info.frames, 30);
  EXPECT_EQ(info.videoCodec, "h264");
  EXPECT_TRUE(info.hasAudio);
  EXPECT_NEAR(info.durationSeconds, 1.2, 0.05);
}

TEST_F(RealStudio, RerollsTheHeadInTheSelectedRangeOnly) {
  studio_->setPortrait(toQString(kSample / "astronaut.png"));
  studio_->setVoice(toQString(kSample / "welcome.wav"));
  studio_->document().change("cut", [](project::Project& p) { p.voiceEdit.endSeconds = 1.2; });
  ASSERT_TRUE(ready());
  const motion::MotionTrack before = studio_->motion()->edited;
  studio_->document().change("re-roll", [](project::Project& p) { p.edits.rerolls = {{{14, 18}, 4711}}; });
  const auto row = [&](std::int64_t frame) { return studio_->motion()->edited.rows.at(std::size_t(frame)); };
  ASSERT_TRUE(waitFor([&] { return row(16) != before.rows[16]; }, 60000));
  for (int column = motion::kAngleColumn; column < motion::kTranslationColumn; ++column)
    EXPECT_NE(row(16)[std::size_t(column)], before.rows[16][std::size_t(column)]) << column;
  for (int column = 0; column < motion::kAngleColumn; ++column)
    ASSERT_EQ(row(16)[std::size_t(column)], before.rows[16][std::size_t(column)]) << "the face stays";
  for (std::int64_t frame : {0, 5, 26, 29}) EXPECT_EQ(row(frame), before.rows[std::size_t(frame)]) << frame;
}

TEST_F(RealStudio, GoesOnFromItsFinishedFramesInTheNextSession) {
  const auto always = [](const project::Project&, const motion::MotionTrack&) { return true; };
  open(always);
  studio_->setPortrait(toQString(kSample / "astronaut.png"));
  studio_->setVoice(toQString(kSample / "welcome.wav"));
  studio_->document().change("cut", [](project::Project& p) { p.voiceEdit.endSeconds = 6; });
  ASSERT_TRUE(ready(150));
  const auto bytes = [&](const char* name) {
    QFile file(folder_.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  };
  const auto job = [&](int id) -> const Job& { return studio_->jobs().job(studio_->jobs().rowOf(id)); };
  const int whole = studio_->renderFilm(folder_.filePath("whole.mp4"));
  ASSERT_TRUE(waitFor([&] { return job(whole).finished(); }, 240000));

  const int stopped = studio_->renderFilm(folder_.filePath("stopped.mp4"));
  ASSERT_TRUE(waitFor([&] { return job(stopped).stage == "render" && job(stopped).done > 0; }, 240000));
  studio_->jobs().setPaused(true);
  ASSERT_TRUE(waitFor([&] { return studio_->jobs().runningId() == 0; }, 60000));
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

}  // namespace
}  // namespace orator::ui
