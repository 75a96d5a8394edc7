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
  void open() {
    window_.reset();
    studio_.reset();
    StudioOptions options;
    options.dataFolder = toPath(folder_.filePath("data"));
    options.sound = false;
    studio_ = std::make_unique<Studio>(makePipelineEngine(), options);
    window_ = std::make_unique<MainWindow>(*studio_);
    window_->setAskBeforeClosing(false);
    window_->show();
  }
  bool ready() {
    return waitFor(
               [&] {
                 return (studio_->voice() && studio_->frames() == 30 && !studio_->shownImage().isNull()) ||
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

}  // namespace
}  // namespace orator::ui
