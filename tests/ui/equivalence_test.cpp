#include <QClipboard>
#include <QGuiApplication>
#include <QProcess>

#include "core/media/video_reader.h"
#include "tests/ui/studio_window.h"
#include "ui/kit/text/path.h"
#include "ui/model/studio/command_line.h"

namespace orator::ui {
namespace {

/// Whether two films show the same pictures. Their sound comes from the same file and the same encoder.
void expectSamePictures(const QString& a, const QString& b) {
  media::VideoReader one(toPath(a)), other(toPath(b));
  cv::Mat left, right;
  double seconds = 0;
  int frames = 0;
  while (one.read(left, seconds)) {
    ASSERT_TRUE(other.read(right, seconds)) << frames;
    ASSERT_EQ(left.size(), right.size());
    EXPECT_EQ(cv::norm(left, right, cv::NORM_INF), 0) << "frame " << frames;
    ++frames;
  }
  EXPECT_FALSE(other.read(right, seconds));
  EXPECT_GT(frames, 5);
}

/// The real networks, a short part of the sample.
class Equivalence : public StudioWindow {
 protected:
  void SetUp() override {
    StudioWindow::SetUp();
    ASSERT_FALSE(MainWindow::sampleFolder().isEmpty()) << "run installer/prepare-sample first";
    window_.reset();
    studio_.reset();
    StudioOptions options;
    options.dataFolder = toPath(file("real"));
    options.sound = false;
    studio_ = std::make_unique<Studio>(std::make_shared<session::Resources>(), options);
    const QString sample = MainWindow::sampleFolder();
    studio().document().change("media", [&](project::Project& p) {
      p.portrait = toPath(sample + "/astronaut.png");
      p.voice = toPath(sample + "/welcome.wav");
      p.voiceCut.endSeconds = 0.5;
      p.motion.blinkRate = 20;
      p.render.outputSide = 256;
      p.output = toPath(file("studio.mp4"));
    });
    ASSERT_TRUE(waitFor([&] { return studio().frames() > 5; }, 60000));
  }

  /// Renders in the studio, then with the copied command to another file.
  void renderBoth() {
    const int id = studio().renderFilm();
    const auto job = [&]() -> const Job& { return studio().jobs().job(studio().jobs().rowOf(id)); };
    ASSERT_TRUE(waitFor([&] { return job().finished(); }, 120000));
    ASSERT_EQ(job().state, JobState::done) << job().error.toStdString();
    QGuiApplication::clipboard()->clear();
    studio().copyCommandLine();
    ASSERT_TRUE(waitFor([] { return !QGuiApplication::clipboard()->text().isEmpty(); }, 10000));
    QStringList words = QProcess::splitCommand(QGuiApplication::clipboard()->text().replace('\'', '"'));
    ASSERT_EQ(words.takeFirst(), "orator");
    const auto out = words.indexOf("--out");
    if (out >= 0) words.remove(out, 2);
    words << "--out" << file("command.mp4");
    QProcess program;
    program.start(ORATOR_PROGRAM, words);
    ASSERT_TRUE(program.waitForFinished(120000));
    ASSERT_EQ(program.exitCode(), 0) << program.readAllStandardError().toStdString();
  }
};

TEST_F(Equivalence, copiedCommandRendersTheEditedFilm) {
  studio().document().change("edit", [](project::Project& p) {
    p.edits.blinks = {{0.1, 0.24, 1}};
    p.edits.curves = {{64, {{4, 0.1f}, {9, -0.1f}}}};
  });
  ASSERT_TRUE(waitFor([&] { return studio().motion() && studio().motion()->edited.blink[5] > 0.5f; }, 20000));
  renderBoth();
  expectSamePictures(file("studio.mp4"), file("command.mp4"));
}

TEST_F(Equivalence, copiedCommandRendersWhoWaitsWithoutAVoice) {
  studio().document().change("wait", [](project::Project& p) {
    p.voice.clear();
    p.voiceCut = {};
    p.motion = {};
    p.idleSeconds = 0.6;
  });
  ASSERT_TRUE(waitFor([&] { return studio().frames() == 15 && studio().canRender(); }, 20000));
  EXPECT_TRUE(commandLineOf(studio().project()).text.contains(" --idle 0.6 "));
  renderBoth();
  expectSamePictures(file("studio.mp4"), file("command.mp4"));
}

}  // namespace
}  // namespace orator::ui
