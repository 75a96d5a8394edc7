#include "tests/ui/studio_window.h"

#include <QApplication>
#include <QDropEvent>
#include <cmath>
#include <csignal>

#include "core/media/picture.h"
#include "ui/kit/settings/settings.h"
#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/views/panels/media/voice_recorder.h"

namespace orator::ui {
namespace {

/// Another studio that edits and is killed, as by `kill -9`, right after its safety copy was written.
int editAndDie(const QString& folder) {
  Document document(toPath(folder));
  document.setAutosaveDelay(1);
  QObject::connect(&document, &Document::autosaved, [] { std::raise(SIGKILL); });
  document.change("seed", [](project::Project& p) { p.motion.seed = 99; });
  waitFor([] { return false; }, 10000);
  return 0;
}

/// A studio in a process of its own that renders a film and waits to be killed.
int renderUntilKilled(const QString& folder) {
  StudioOptions options;
  options.dataFolder = toPath(folder + "/data");
  options.sound = false;
  options.keepFrames = [](const auto&, const auto&) { return true; };
  Studio studio(std::make_shared<session::Resources>(), options);
  openSampleMedia(studio, kKilledFilmSeconds);
  if (!waitFor([&] { return studio.voice() && studio.frames() == 25 * kKilledFilmSeconds; }, 120000))
    return 1;
  const int id = studio.renderFilm(folder + "/killed.mp4");
  waitFor([&] { return studio.jobs().job(studio.jobs().rowOf(id)).finished(); }, 240000);
  return 0;
}

}  // namespace

void openSampleMedia(Studio& studio, double seconds) {
  const QString sample = MainWindow::sampleFolder();
  studio.setPortrait(sample + "/astronaut.png");
  studio.setVoice(sample + "/welcome.wav");
  studio.document().change("cut", [=](project::Project& p) { p.voiceCut.endSeconds = seconds; });
}

void StudioWindow::SetUp() {
  Settings().clear();
  cv::Mat picture(96, 96, CV_8UC3, cv::Scalar(120, 90, 80));
  media::writePicture(toPath(file("face.png")), picture);
  QByteArray pcm(2 * 48000 * 2, Qt::Uninitialized);
  auto* samples = reinterpret_cast<qint16*>(pcm.data());
  for (int i = 0; i < 2 * 48000; ++i) samples[i] = qint16(9000 * std::sin(i * 0.02));
  writeWav(toPath(file("voice.wav")), pcm, 48000);
  open();
}

void StudioWindow::open() {
  window_.reset();
  studio_.reset();
  StudioOptions options;
  options.dataFolder = toPath(file("data"));
  options.sound = false;
  studio_ = std::make_unique<Studio>(engine_->resources(), options);
  window_ = std::make_unique<MainWindow>(*studio_);
  window_->setAskBeforeClosing(false);
  window_->show();
}

void StudioWindow::loadMedia() {
  studio_->setPortrait(file("face.png"));
  studio_->setVoice(file("voice.wav"));
  ASSERT_TRUE(waitFor([&] { return studio_->frames() == 50 && !studio_->shownImage().isNull(); }, 20000));
}

void StudioWindow::dropOn(QWidget& widget, const QMimeData& data, const QPoint& at) {
  QDragEnterEvent enter(at, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&widget, &enter);
  ASSERT_TRUE(enter.isAccepted());
  QDropEvent drop(at, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&widget, &drop);
}

}  // namespace orator::ui

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  qputenv("ORATOR_NO_OPENGL", "1");
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication app(argc, argv);
  QTemporaryDir settings;
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
  QApplication::setOrganizationName("Orator");
  QApplication::setApplicationName("Orator Studio test");
  if (argc == 3 && QByteArray(argv[1]) == orator::ui::kCrashArgument)
    return orator::ui::editAndDie(QString::fromLocal8Bit(argv[2]));
  if (argc == 3 && QByteArray(argv[1]) == orator::ui::kRenderArgument)
    return orator::ui::renderUntilKilled(QString::fromLocal8Bit(argv[2]));
  orator::ui::applyTheme(orator::ui::ThemeName::dark);
  return RUN_ALL_TESTS();
}
