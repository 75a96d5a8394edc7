#include <QApplication>
#include <QComboBox>
#include <QDBusConnection>
#include <QDBusInterface>
#include <QDBusMessage>
#include <QDesktopServices>
#include <QDir>
#include <QDragEnterEvent>
#include <QImage>
#include <QLabel>
#include <QListWidget>
#include <QMessageBox>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QUndoStack>
#include <QUrl>
#include <set>

#include "core/base/json_value.h"
#include "core/motion/track_io.h"
#include "core/pipeline/animate.h"
#include "core/words/transcript_file.h"
#include "tests/support/parameter_values.h"
#include "tests/ui/studio_window.h"
#include "ui/kit/text/path.h"
#include "ui/model/studio/command_line.h"
#include "ui/views/dialogs/matrix_dialog.h"
#include "ui/views/jobs/job_row.h"
#include "ui/views/jobs/jobs_panel.h"

namespace orator::ui {
namespace {

class Jobs : public StudioWindow {
 protected:
  const Job& job(int id) { return studio().jobs().job(studio().jobs().rowOf(id)); }
  bool waitForEnd(int id) {
    return waitFor([&] { return job(id).finished(); }, 30000);
  }
  QStringList names() {
    QStringList found;
    for (int row = 0; row < studio().jobs().rowCount(); ++row) found << studio().jobs().job(row).name;
    return found;
  }
  /// The button of the newest message.
  QPushButton* offer() { return window_->messages().bar()->findChild<QPushButton*>(); }
  void queueThree() {
    loadMedia();
    studio().jobs().setPaused(true);
    for (const char* name : {"a.mp4", "b.mp4", "c.mp4"}) studio().renderFilm(file(name));
  }
};

TEST_F(Jobs, areReorderedByButtonsAndByDragging) {
  queueThree();
  const int c = studio().jobs().job(2).id;
  studio().jobs().move(c, -1);
  EXPECT_EQ(names(), QStringList({"a.mp4", "c.mp4", "b.mp4"}));
  auto* panel = window_->findChild<JobsPanel*>();
  window_->dock("jobs")->raise();
  QCoreApplication::processEvents();
  QMimeData data;
  data.setData(kJobMimeType, QByteArray::number(c));
  dropOn(*panel, data, {20, 0});
  EXPECT_EQ(names(), QStringList({"c.mp4", "a.mp4", "b.mp4"}));
}

TEST_F(Jobs, arePausedWithinOneFrameAndGoOn) {
  loadMedia();
  engine_->renderMillisecondsPerFrame = 30;
  const int id = studio().renderFilm(file("film.mp4"));
  ASSERT_TRUE(waitFor([&] { return job(id).stage == "render" && job(id).done > 1; }, 10000));
  studio().jobs().setPaused(true);
  ASSERT_TRUE(waitFor([&] { return job(id).state == JobState::paused; }, 20000));
  const std::int64_t held = job(id).done;
  EXPECT_LT(held, job(id).total);
  std::int64_t least = held;
  QObject::connect(&studio().jobs(), &JobQueue::jobChanged, window_.get(), [&](int changed) {
    if (changed == id) least = std::min(least, job(id).done);
  });
  engine_->renderMillisecondsPerFrame = 0;
  studio().jobs().setPaused(false);
  ASSERT_TRUE(waitForEnd(id));
  EXPECT_EQ(least, held) << "it began anew";
  EXPECT_EQ(job(id).state, JobState::done);
}

TEST_F(Jobs, thatRenderAreAskedAboutBeforeTheWindowCloses) {
  loadMedia();
  studio().document().save(toPath(file("saved.orator")));
  engine_->renderMillisecondsPerFrame = 40;
  const int id = studio().renderFilm(file("film.mp4"));
  ASSERT_TRUE(waitFor([&] { return job(id).done > 0; }, 10000));
  QString asked;
  QTimer::singleShot(0, window_.get(), [&] {
    for (QWidget* box : QApplication::topLevelWidgets())
      if (auto* message = qobject_cast<QMessageBox*>(box)) {
        asked = message->informativeText() + message->text();
        message->defaultButton()->click();
      }
  });
  window_->setAskBeforeClosing(true);
  EXPECT_FALSE(window_->close());
  window_->setAskBeforeClosing(false);
  EXPECT_TRUE(asked.contains("film.mp4")) << asked.toStdString();
  EXPECT_EQ(job(id).state, JobState::running) << "it goes on";
  studio().jobs().cancel(id);
  EXPECT_TRUE(waitForEnd(id));
}

TEST_F(Jobs, whenPausedStayWhereTheyAre) {
  loadMedia();
  engine_->renderMillisecondsPerFrame = 30;
  const int id = studio().renderFilm(file("film.mp4"));
  ASSERT_TRUE(waitFor([&] { return job(id).done > 3; }, 10000));
  studio().jobs().setPaused(true);
  std::int64_t least = job(id).done;
  studio().jobs().setPaused(false);
  bool wentBack = false;
  QObject::connect(&studio().jobs(), &JobQueue::jobChanged, [&](int changed) {
    if (changed != id || job(id).finished()) return;
    wentBack |= job(id).done < least;
    least = std::max(least, job(id).done);
  });
  ASSERT_TRUE(waitForEnd(id));
  EXPECT_FALSE(wentBack);
}

TEST_F(Jobs, areCancelledWhilePaused) {
  loadMedia();
  engine_->renderMillisecondsPerFrame = 30;
  const int id = studio().renderFilm(file("film.mp4"));
  ASSERT_TRUE(waitFor([&] { return job(id).done > 1; }, 10000));
  studio().jobs().setPaused(true);
  studio().jobs().cancel(id);
  ASSERT_TRUE(waitForEnd(id));
  EXPECT_EQ(job(id).state, JobState::cancelled);
  EXPECT_FALSE(studio().jobs().isPaused()) << "nothing is left that a pause could hold";
}

TEST_F(Jobs, ofOneNameGetNumbersAndNoFilmIsOverwrittenUnasked) {
  loadMedia();
  studio().document().change("file", [&](project::Project& p) { p.output = toPath(file("film.mp4")); });
  const int first = studio().renderFilm(), second = studio().renderFilm(), third = studio().renderFilm();
  EXPECT_EQ(names(), QStringList({"film.mp4", "film-2.mp4", "film-3.mp4"}));
  for (int id : {first, second, third}) ASSERT_TRUE(waitForEnd(id));
  for (const char* name : {"film.mp4", "film-2.mp4", "film-3.mp4"}) EXPECT_TRUE(QFile::exists(file(name)));
  studio().renderFilm();
  EXPECT_EQ(names().last(), "film-4.mp4");
  studio().agreeToOverwrite(toPath(file("film.mp4")));
  studio().renderFilm();
  EXPECT_EQ(names().last(), "film.mp4");
  ASSERT_TRUE(waitFor([&] { return studio().jobs().active() == 0; }, 30000));
}

TEST_F(Jobs, queuedWhileTheQueueIsPausedAreToldOfWithAWayOn) {
  loadMedia();
  studio().jobs().setPaused(true);
  studio().renderFilm(file("film.mp4"));
  ASSERT_TRUE(offer()->isVisible());
  EXPECT_EQ(offer()->text(), "Go on");
  offer()->click();
  EXPECT_TRUE(waitFor([&] { return studio().jobs().active() == 0; }, 30000));
  EXPECT_TRUE(QFile::exists(file("film.mp4")));
}

TEST_F(Jobs, ofTheSessionBeforeLeaveNoPauseBehindWhenTheyAreCancelled) {
  queueThree();
  open();
  loadMedia();
  while (studio().jobs().active() > 0)
    studio().jobs().cancel(studio().jobs().job(0).id), studio().jobs().remove(studio().jobs().job(0).id);
  const int id = studio().renderFilm(file("film.mp4"));
  ASSERT_TRUE(waitForEnd(id));
  EXPECT_EQ(job(id).state, JobState::done);
}

TEST_F(Jobs, showSpeedAndRemainingTimeOfTheWholeQueue) {
  loadMedia();
  engine_->renderMillisecondsPerFrame = 25;
  const int id = studio().renderFilm(file("a.mp4"));
  studio().renderFilm(file("b.mp4"));
  ASSERT_TRUE(waitFor([&] { return job(id).framesPerSecond > 0; }, 10000));
  EXPECT_GT(studio().jobs().secondsLeft(), job(id).secondsLeft);
  EXPECT_TRUE(waitFor(
      [&] {
        for (const JobRow* row : window_->findChildren<JobRow*>())
          for (const QLabel* label : row->findChildren<QLabel*>())
            if (label->text().contains("frames/s") && label->text().contains("left")) return true;
        return false;
      },
      5000));
  engine_->renderMillisecondsPerFrame = 0;
}

TEST_F(Jobs, waitInTheQueueOfTheNextSessionWithTheirPictures) {
  queueThree();
  EXPECT_FALSE(studio().jobs().job(0).thumbnail.isNull());
  open();
  EXPECT_EQ(names(), QStringList({"a.mp4", "b.mp4", "c.mp4"}));
  EXPECT_TRUE(studio().jobs().isPaused());
  EXPECT_FALSE(studio().jobs().job(0).thumbnail.isNull());
  studio().jobs().setPaused(false);
  EXPECT_TRUE(waitFor([&] { return studio().jobs().active() == 0; }, 60000));
  EXPECT_TRUE(QFile::exists(file("c.mp4")));
}

TEST_F(Jobs, failByNameAndLeaveTheFilmBeforeAsItWas) {
  loadMedia();
  const int first = studio().renderFilm(file("film.mp4"));
  ASSERT_TRUE(waitForEnd(first));
  QFile film(file("film.mp4"));
  ASSERT_TRUE(film.open(QIODevice::ReadOnly));
  const QByteArray before = film.readAll();
  film.close();
  engine_->failAtFrame = 10;
  const int second = studio().renderFilm(file("film.mp4"));
  ASSERT_TRUE(waitForEnd(second));
  EXPECT_EQ(job(second).state, JobState::failed);
  EXPECT_FALSE(job(second).remedy.isEmpty());
  ASSERT_TRUE(film.open(QIODevice::ReadOnly));
  EXPECT_EQ(film.readAll(), before);
  EXPECT_GT(window_->messages().unread(), 0);
}

/// The file manager of this desktop, as the studio knows it.
class FileManager : public QObject {
  Q_OBJECT
 public:
  FileManager() { QDesktopServices::setUrlHandler("file", this, "open"); }
  ~FileManager() override { QDesktopServices::unsetUrlHandler("file"); }
  QStringList opened;
 public Q_SLOTS:
  void open(const QUrl& url) { opened << url.toLocalFile(); }
};

TEST_F(Jobs, showTheirFilmInItsFolderAndSayWhenItIsGone) {
  loadMedia();
  const int id = studio().renderFilm(file("film.mp4"));
  ASSERT_TRUE(waitForEnd(id));
  ASSERT_TRUE(waitFor([&] { return window_->messages().unread() == 1; }, 20000));
  FileManager manager;
  const auto press = [&] {
    for (QToolButton* button : window_->findChild<JobRow*>()->findChildren<QToolButton*>())
      if (button->accessibleName() == "Show the film in its folder") button->click();
  };
  press();
  EXPECT_EQ(manager.opened, QStringList(folder_.path()));
  offer()->click();
  EXPECT_EQ(manager.opened, QStringList({folder_.path(), folder_.path()})) << "the notice shows it too";
  EXPECT_EQ(window_->messages().unread(), 1);

  ASSERT_TRUE(QFile::remove(file("film.mp4")));
  press();
  EXPECT_EQ(manager.opened.size(), 2);
  EXPECT_EQ(window_->messages().unread(), 2);
  const QString said = window_->messages().bar()->findChildren<QLabel*>().last()->text();
  EXPECT_TRUE(said.contains("film.mp4") && said.contains("no longer")) << said.toStdString();
  EXPECT_EQ(offer()->text(), "Render again");
  offer()->click();
  ASSERT_TRUE(waitForEnd(id));
  EXPECT_TRUE(QFile::exists(file("film.mp4")));
}

TEST_F(Jobs, areRenderedAgainByTheMessageOfTheirFailure) {
  loadMedia();
  engine_->failAtFrame = 3;
  const int id = studio().renderFilm(file("film.mp4"));
  ASSERT_TRUE(waitForEnd(id));
  ASSERT_TRUE(waitFor([&] { return offer()->isVisible(); }, 20000));
  engine_->failAtFrame = -1;
  offer()->click();
  ASSERT_TRUE(waitForEnd(id));
  EXPECT_EQ(job(id).state, JobState::done);
}

TEST_F(Jobs, keepTheirButtonsInSightWhateverTheyHaveToSay) {
  loadMedia();
  window_->dock("jobs")->raise();
  studio().renderFilm(file("no such folder with a name that is rather long, as folders of films often are/" +
                           QString(60, 'x') + ".mp4"));
  studio().renderFilm(file("film.mp4"));
  ASSERT_TRUE(waitFor([&] { return studio().jobs().active() == 0; }, 20000));
  QCoreApplication::processEvents();
  const JobsPanel& panel = *window_->findChild<JobsPanel*>();
  std::set<int> barEnds, buttonEnds;
  for (const JobRow* row : panel.findChildren<JobRow*>()) {
    if (!row->isVisible()) continue;
    for (const QToolButton* button : row->findChildren<QToolButton*>())
      if (button->isVisible()) buttonEnds.insert(button->mapTo(&panel, button->rect().bottomRight()).x());
    const auto* bar = row->findChild<QProgressBar*>();
    barEnds.insert(bar->mapTo(&panel, bar->rect().bottomRight()).x());
  }
  EXPECT_EQ(barEnds.size(), 1u);
  EXPECT_LE(*buttonEnds.rbegin(), panel.width());
}

TEST_F(Jobs, ofTheSessionBeforeAreToldOfAndGoOn) {
  queueThree();
  open();
  window_->tellOfWaitingFilms();
  ASSERT_TRUE(offer()->isVisible());
  offer()->click();
  EXPECT_FALSE(studio().jobs().isPaused());
  EXPECT_TRUE(waitFor([&] { return studio().jobs().active() == 0; }, 60000));
  EXPECT_TRUE(QFile::exists(file("c.mp4")));
}

TEST_F(Jobs, ofAMatrixAreDrawnOnAContactSheet) {
  loadMedia();
  ASSERT_TRUE(QFile::copy(file("face.png"), file("other.png")));
  MatrixDialog dialog(studio());
  dialog.addPortrait(file("other.png"));
  auto* presets = dialog.findChildren<QListWidget*>().at(2);
  presets->item(1)->setCheckState(Qt::Checked);
  QDir().mkpath(file("matrix"));
  EXPECT_EQ(dialog.queueInto(file("matrix")), 4);
  QString written;
  QObject::connect(&studio().jobs(), &JobQueue::sheetWritten, [&](const QString& sheet, int films) {
    written = sheet;
    EXPECT_EQ(films, 4);
  });
  ASSERT_TRUE(waitFor([&] { return !written.isEmpty(); }, 60000));
  const QImage sheet(file("matrix/contact-sheet.png"));
  EXPECT_GT(sheet.width(), 2 * 240);
  EXPECT_GT(sheet.height(), 2 * 240);
  EXPECT_EQ(QDir(file("matrix")).entryList({"*.mp4"}).size(), 4);
}

TEST_F(Jobs, ofTheSameNameInAMatrixDoNotOverwriteEachOther) {
  loadMedia();
  QDir().mkpath(file("elsewhere"));
  ASSERT_TRUE(QFile::copy(file("face.png"), file("elsewhere/face.png")));
  MatrixDialog dialog(studio());
  dialog.addPortrait(file("elsewhere/face.png"));
  studio().jobs().setPaused(true);
  EXPECT_EQ(dialog.queueInto(file("")), 2);
  EXPECT_NE(names()[0], names()[1]);
}

TEST(CommandLine, namesEverySettingThatIsAnOption) {
  project::Project p;
  p.portrait = "/a/it's me.png";
  p.voice = "/a/voice.wav";
  p.output = "/a/film.mp4";
  EXPECT_EQ(commandLineOf(p).text,
            "orator animate --portrait '/a/it'\\''s me.png' --voice '/a/voice.wav' --out '/a/film.mp4'");
  p.motion.poseScale = {1, 0.1, 1, 1, 1, 1};
  p.motion.poseStyle = {{3, 0.25}, {17, 0.75}};
  p.motion.blinkRate = 20;
  p.motion.still = true;
  p.render.cropMode = render::CropMode::crop;
  p.frameRate = {30, 1};
  p.face = 1;
  p.frames = FrameRange{0, 10};
  const CommandLine command = commandLineOf(p);
  EXPECT_TRUE(command.request.empty());
  EXPECT_TRUE(command.text.endsWith(
      " --face 1 --blink-rate 20 --pose-style 3:0.25,17:0.75 --pose-scale 1,0.1,1,1,1,1 --still --fps 30 "
      "--crop crop --frames 0:10"))
      << command.text.toStdString();
}

TEST(CommandLine, writesTheWordsOfTheFilmBesideIt) {
  const QTemporaryDir folder;
  project::Project p;
  p.portrait = "/a/face.png";
  p.voice = "/a/voice.wav";
  p.output = toPath(folder.filePath("film.mp4"));
  p.words = {{{"Hello", 0.5, 1, false}}, true};
  EXPECT_TRUE(commandLineOf(p).request.empty()) << "they are not to be seen";
  p.showsWords = true;
  const CommandLine command = commandLineOf(p);
  ASSERT_FALSE(command.request.empty());
  writeRequestFiles(command, p, nullptr);
  const pipeline::AnimateRequest request = pipeline::loadRequest(command.request);
  EXPECT_EQ(words::readTranscript(request.scene.captions), p.words);
}

TEST(CommandLine, saysEveryParameterThatIsNotTheUsualOne) {
  for (const pipeline::Parameter& one : pipeline::parameters())
    for (const pipeline::FilmSettings& film : test::valuesOf(one)) {
      project::Project p;
      p.portrait = "/a/face.png";
      p.voice = "/a/voice.wav";
      p.output = "/a/film.mp4";
      pipeline::copyValue(one, film, p);
      const std::string text = pipeline::valueText(one, film), name(one.spec.name);
      const CommandLine command = commandLineOf(p);
      const bool needsRequest = !isUtf8(text) || (name == "track" && !film.track.empty());
      EXPECT_EQ(command.request.empty(), !needsRequest) << name << " = " << text;
      if (needsRequest || pipeline::isDefault(one, film) || name == "output" || name == "idle") continue;
      EXPECT_TRUE(command.text.contains(QString::fromStdString(one.optionName()))) << name;
      EXPECT_TRUE(command.text.contains(QString::fromStdString(text)) || text == "true") << name << text;
    }
}

TEST_F(Jobs, runOnTheDeviceAndInThePrecisionThatTheToolBarChooses) {
  loadMedia();
  QComboBox* device = nullptr;
  for (QComboBox* box : window_->findChildren<QComboBox*>())
    if (box->accessibleName() == "Device") device = box;
  ASSERT_NE(device, nullptr);
  const auto choose = [&](const char* data) {
    device->setCurrentIndex(device->findData(data));
    Q_EMIT device->activated(device->currentIndex());
  };
  choose("cuda fast");
  EXPECT_EQ(studio().project().render.device, "cuda");
  EXPECT_EQ(studio().project().render.precision, render::Precision::fast);
  studio().jobs().setPaused(true);
  const int id = studio().renderFilm(file("fast.mp4"));
  choose("cpu exact");
  EXPECT_EQ(job(id).project->render.device, "cuda") << "a queued job keeps what it was queued with";
  EXPECT_EQ(studio().project().render.device, "cpu");
  studio().document().undoStack()->undo();
  EXPECT_EQ(device->currentData().toString(), "cuda fast");
}

TEST_F(Jobs, asACommandCarryTheirEditsInFilesBesideTheFilm) {
  loadMedia();
  studio().document().change("edit", [&](project::Project& p) {
    p.output = toPath(file("film.mp4"));
    p.edits.curves = {{64, {{10, 0.1f}}}};
    p.voiceCut.gainDecibel = 3;
    p.constantRateFactor = 25;
  });
  ASSERT_TRUE(waitFor(
      [&] { return studio().motion()->edited.rows[10][64] != studio().motion()->generated.rows[10][64]; },
      10000));
  int said = 0;
  QObject::connect(&studio(), &Studio::problem,
                   [&](const Problem& p) { said += p.level == Problem::Level::done; });
  studio().copyCommandLine();
  ASSERT_TRUE(waitFor([&] { return said > 0; }, 10000));
  const pipeline::AnimateRequest request = pipeline::loadRequest(toPath(file("film-request.json")));
  EXPECT_EQ(request.constantRateFactor, 25);
  EXPECT_DOUBLE_EQ(request.voiceCut.gainDecibel, 3);
  EXPECT_EQ(motion::readTrack(request.track).rows, studio().motion()->edited.rows);
}

/// A session bus of the test's own.
class DesktopBus : public testing::Test {
 protected:
  void SetUp() override {
    daemon_.start("dbus-daemon", {"--session", "--nofork", "--print-address"});
    ASSERT_TRUE(daemon_.waitForStarted() && daemon_.waitForReadyRead(10000));
    address_ = QString::fromUtf8(daemon_.readLine()).trimmed();
  }
  void TearDown() override {
    daemon_.terminate();
    daemon_.waitForFinished();
  }
  QProcess daemon_;
  QString address_;
};

/// What a dock listens to, and what shows notices.
class Listener : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
 public:
  QString application, notice;
  QVariantMap properties;
 public Q_SLOTS:
  void Update(const QString& uri, const QVariantMap& map) {
    application = uri;
    properties = map;
  }
  uint Notify(const QString&, uint, const QString&, const QString& title, const QString& text,
              const QStringList&, const QVariantMap&, int) {
    notice = title + "|" + text;
    return 1;
  }
};

TEST_F(DesktopBus, hearsOfProgressAndOfFinishedFilms) {
  QDBusConnection dock = QDBusConnection::connectToBus(address_, "dock");
  ASSERT_TRUE(dock.isConnected());
  Listener listener;
  dock.connect({}, {}, "com.canonical.Unity.LauncherEntry", "Update", &listener,
               SLOT(Update(QString, QVariantMap)));
  ASSERT_TRUE(dock.registerService("org.freedesktop.Notifications"));
  dock.registerObject("/org/freedesktop/Notifications", &listener, QDBusConnection::ExportAllSlots);

  QGuiApplication::setDesktopFileName("orator-studio");
  Desktop desktop(QDBusConnection::connectToBus(address_, "studio"));
  desktop.showProgress(0.25, 3);
  ASSERT_TRUE(waitFor([&] { return !listener.properties.isEmpty(); }, 10000));
  EXPECT_EQ(listener.application, "application://orator-studio.desktop");
  EXPECT_DOUBLE_EQ(listener.properties["progress"].toDouble(), 0.25);
  EXPECT_TRUE(listener.properties["progress-visible"].toBool());
  EXPECT_EQ(listener.properties["count"].toLongLong(), 3);
  desktop.hideProgress();
  EXPECT_TRUE(waitFor([&] { return !listener.properties["progress-visible"].toBool(); }, 10000));
  EXPECT_TRUE(desktop.notify("Orator", "a <film> is ready"));
  EXPECT_TRUE(waitFor([&] { return listener.notice == "Orator|a &lt;film&gt; is ready"; }, 10000));
}

TEST(Desktop, staysQuietWhereThereIsNone) {
  Desktop desktop(QDBusConnection("nowhere"));
  desktop.showProgress(0.5, 1);
  desktop.hideProgress();
  EXPECT_FALSE(desktop.notify("a", "b"));
}

}  // namespace
}  // namespace orator::ui

#include "jobs_test.moc"
