#include <QApplication>
#include <QDir>
#include <QMenu>
#include <QPixmap>
#include <QProcess>
#include <QPushButton>
#include <QTest>
#include <QTimer>
#include <QUndoStack>
#include <QUndoView>
#include <csignal>

#include "core/project/project_file.h"
#include "tests/support/files.h"
#include "tests/ui/studio_window.h"
#include "ui/kit/pictures/image.h"
#include "ui/kit/text/path.h"
#include "ui/views/dialogs/recovery_dialog.h"

namespace orator::ui {
namespace {

class Documents : public StudioWindow {
 protected:
  void setSeed(std::uint64_t seed) {
    studio().document().change("seed", [=](project::Project& p) { p.motion.seed = seed; });
  }
  /// Presses Recover in the dialog that appears. @return whether it had a picture
  bool recover() {
    bool hasPicture = false;
    QTimer::singleShot(200, qApp, [&] {
      auto* dialog = qobject_cast<RecoveryDialog*>(QApplication::activeModalWidget());
      ASSERT_NE(dialog, nullptr);
      const auto* list = dialog->findChild<QListWidget*>();
      const QImage picture = list->item(0)->icon().pixmap(56).toImage();
      std::set<QRgb> colours;
      for (int x = 0; x < picture.width(); ++x) colours.insert(picture.pixel(x, picture.height() / 2));
      hasPicture = colours.size() > 20;
      dialog->accept();
    });
    window_->offerRecovery();
    return hasPicture;
  }
};

TEST_F(Documents, historyListsEveryStepAndGoesBackToAny) {
  loadMedia();
  setSeed(1);
  setSeed(2);
  auto* history = window_->dock("history")->findChild<QUndoView*>();
  ASSERT_NE(history, nullptr);
  EXPECT_EQ(history->model()->rowCount(), 5);  // opened, portrait, voice, two seeds
  studio().document().undoStack()->setIndex(2);
  EXPECT_EQ(studio().project().motion.seed, 0u);
  studio().document().undoStack()->setIndex(4);
  EXPECT_EQ(studio().project().motion.seed, 2u);
}

TEST_F(Documents, movedWithTheirMediaOpenWithoutAQuestion) {
  QDir().mkpath(file("one"));
  for (const char* name : {"face.png", "voice.wav"})
    ASSERT_TRUE(QFile::copy(file(name), file(QString("one/") + name)));
  studio().setPortrait(file("one/face.png"));
  studio().setVoice(file("one/voice.wav"));
  ASSERT_TRUE(window_->saveTo(file("one/film.orator")));
  ASSERT_TRUE(QDir().rename(file("one"), file("two")));
  ASSERT_TRUE(window_->openProject(file("two/film.orator")));
  EXPECT_EQ(studio().project().portrait, toPath(file("two/face.png")));
  EXPECT_EQ(window_->messages().unread(), 0);
}

TEST_F(Documents, whoseMediaAreMissingSaySoAndFindThemBesideTheProject) {
  loadMedia();
  ASSERT_TRUE(window_->saveTo(file("film.orator")));
  QDir().mkpath(file("media"));
  ASSERT_TRUE(QFile::rename(file("face.png"), file("media/face.png")));
  ASSERT_TRUE(QFile::rename(file("voice.wav"), file("gone.wav")));
  ASSERT_TRUE(window_->openProject(file("film.orator")));
  EXPECT_EQ(studio().project().portrait, toPath(file("media/face.png")));
  EXPECT_EQ(studio().project().voice, toPath(file("voice.wav")));
  EXPECT_TRUE(waitFor([&] { return window_->messages().unread() > 0; }, 20000));
}

TEST_F(Documents, tellEachMissingFileOnceAndOfferToFindIt) {
  loadMedia();
  ASSERT_TRUE(window_->saveTo(file("film.orator")));
  ASSERT_TRUE(QFile::rename(file("voice.wav"), file("gone.wav")));
  open();
  ASSERT_TRUE(window_->openProject(file("film.orator")));
  ASSERT_TRUE(waitFor([&] { return window_->messages().unread() > 0 && !studio().isBusy(); }, 10000));
  EXPECT_EQ(window_->messages().unread(), 1);
  EXPECT_FALSE(studio().document().isModified());
  EXPECT_EQ(QApplication::activeModalWidget(), nullptr) << "nothing is asked before the user wants it";
  auto* offer = window_->messages().bar()->findChild<QPushButton*>();
  ASSERT_TRUE(offer->isVisible());
  EXPECT_EQ(offer->text(), "Find it…");
  QDir().mkpath(file("media"));
  ASSERT_TRUE(QFile::rename(file("gone.wav"), file("media/voice.wav")));
  offer->click();
  EXPECT_TRUE(waitFor([&] { return studio().frames() == 50; }, 10000))
      << "beside the project without a question";
}

TEST_F(Documents, startWithThePlayheadAtTheBeginning) {
  loadMedia();
  ASSERT_TRUE(window_->saveTo(file("film.orator")));
  studio().player().seek(30);
  studio().player().play();
  window_->actionsById().at("new")->trigger();
  EXPECT_FALSE(studio().player().isPlaying());
  EXPECT_EQ(studio().playhead(), 0);
}

TEST_F(Documents, recoveredAreKeptOnDiskAllTheTime) {
  loadMedia();
  const std::filesystem::path folder = toPath(file("data/autosave"));
  project::writeAutosave(folder, "crashed", studio().project(), toPath(file("film.orator")));
  open();
  const std::vector<project::Autosave> found = studio().document().recoverable();
  ASSERT_EQ(found.size(), 1u);
  studio().document().recover(found[0]);
  EXPECT_EQ(studio().project().portrait, toPath(file("face.png")));
  EXPECT_EQ(studio().document().file(), toPath(file("film.orator")));
  std::vector<project::Autosave> kept;
  // The crashed session's copy stays until this session has written its own.
  ASSERT_TRUE(waitFor(
      [&] {
        kept = project::listAutosaves(folder);
        EXPECT_FALSE(kept.empty());
        return kept.size() == 1 && kept[0].file != found[0].file;
      },
      20000));
  EXPECT_EQ(kept[0].project, studio().project());
}

TEST_F(Documents, goBackToASavedVersionAndKeepTheNewerOne) {
  loadMedia();
  for (std::uint64_t seed : {1, 2, 3}) {
    setSeed(seed);
    ASSERT_TRUE(window_->saveTo(file("film.orator")));
  }
  auto* versions = window_->findChild<QMenu*>("versions");
  Q_EMIT versions->aboutToShow();
  ASSERT_EQ(versions->actions().size(), 2);
  versions->actions().at(1)->trigger();
  EXPECT_EQ(studio().project().motion.seed, 1u);
  EXPECT_TRUE(studio().document().isModified());
  ASSERT_TRUE(window_->save());
  EXPECT_EQ(project::loadProject(toPath(file("film.orator"))).motion.seed, 1u);
  EXPECT_EQ(project::loadProject(toPath(file("film.orator.1"))).motion.seed, 3u);
}

TEST_F(Documents, thatCannotBeSavedSaySoAndStayModified) {
  loadMedia();
  ASSERT_TRUE(window_->saveTo(file("film.orator")));
  setSeed(5);
  {
    const test::FileSizeLimit full(10);
    EXPECT_FALSE(window_->save());
  }
  EXPECT_TRUE(studio().document().isModified());
  EXPECT_EQ(project::loadProject(toPath(file("film.orator"))).motion.seed, 0u);
  EXPECT_EQ(window_->messages().unread(), 1);
}

TEST_F(Documents, areBundledWithTheirMedia) {
  loadMedia();
  ASSERT_TRUE(window_->saveTo(file("film.orator")));
  const auto bundled = project::bundle(studio().project(), toPath(file("bundle")), "film");
  QFile::remove(file("face.png"));
  QFile::remove(file("voice.wav"));
  open();
  ASSERT_TRUE(window_->openProject(toQString(bundled)));
  EXPECT_TRUE(waitFor([&] { return studio().frames() == 50; }, 20000));
}

TEST_F(Documents, areCopiedThreeSecondsAfterTheLastChange) {
  EXPECT_EQ(studio().document().autosaveDelay(), 3000);
}

TEST_F(Documents, areCopiedWhileChangesGoOnFasterThanTheDelay) {
  studio().document().setAutosaveDelay(400);
  const QDir kept(file("data/autosave"));
  bool copied = false;
  for (std::uint64_t seed = 1; seed < 400 && !copied; ++seed) {
    setSeed(seed);
    QTest::qWait(20);  // always less than the delay
    copied = !kept.entryList({"*.autosave"}).isEmpty();
  }
  EXPECT_TRUE(copied);
}

/// Keeps the sample as unsaved work in the real program.
class RealProgram : public Documents {
 protected:
  void SetUp() override {
    Documents::SetUp();
    const QString sample = MainWindow::sampleFolder();
    ASSERT_FALSE(sample.isEmpty()) << "run installer/prepare-sample first";
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    environment.insert("ORATOR_NO_OPENGL", "1");
    environment.insert("XDG_CONFIG_HOME", file("config"));
    program_.setProcessEnvironment(environment);
    program_.start(ORATOR_STUDIO_PROGRAM,
                   {"--data", file("data"), sample + "/astronaut.png", sample + "/welcome.wav"});
    ASSERT_TRUE(program_.waitForStarted());
    const bool written = waitFor(
        [&] {
          return (count(".autosave") > 0 && count(".png") > 0) || program_.state() != QProcess::Running;
        },
        90000);
    ASSERT_TRUE(written && program_.state() == QProcess::Running)
        << program_.readAllStandardError().toStdString();
  }
  /// Of the safety copies that are there, the files with this ending.
  qsizetype count(const char* ending) {
    return QDir(file("data/autosave")).entryList({QString("*") + ending}).size();
  }
  void end(int signal) {
    ::kill(pid_t(program_.processId()), signal);
    ASSERT_TRUE(program_.waitForFinished());
  }
  void isOfferedAgain() {
    EXPECT_TRUE(recover());
    EXPECT_EQ(studio().project().portrait.filename(), "astronaut.png");
    EXPECT_EQ(studio().project().voice.filename(), "welcome.wav");
    EXPECT_TRUE(studio().document().isModified());
    EXPECT_TRUE(waitFor([&] { return count(".autosave") == 1; }, 20000)) << "this session's own";
  }
  QProcess program_;
};

/// The real program is killed in the middle of its work; the next session offers that work with a picture.
TEST_F(RealProgram, isKilledAndItsWorkSurvives) {
  end(SIGKILL);
  EXPECT_EQ(program_.exitStatus(), QProcess::CrashExit);
  isOfferedAgain();
}

/// As the system does it when the user logs out.
TEST_F(RealProgram, endsWhenItIsToldToAndItsWorkSurvives) {
  end(SIGTERM);
  EXPECT_EQ(program_.exitStatus(), QProcess::NormalExit);
  EXPECT_EQ(program_.exitCode(), 0);
  isOfferedAgain();
}

/// On a machine that is reached by a line of text.
TEST(StudioProgram, answersQuestionsAboutItsOptionsWithoutADisplay) {
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) environment.remove(name);
  for (const char* option : {"--help", "--version"}) {
    QProcess program;
    program.setProcessEnvironment(environment);
    program.start(ORATOR_STUDIO_PROGRAM, {option});
    ASSERT_TRUE(program.waitForFinished(60000)) << option;
    EXPECT_EQ(program.exitStatus(), QProcess::NormalExit) << option;
    EXPECT_EQ(program.exitCode(), 0) << option;
    EXPECT_FALSE(program.readAllStandardOutput().isEmpty()) << option;
  }
}

TEST_F(Documents, leavesASafetyCopyWhereTheProgramIsToldToEnd) {
  const std::filesystem::path folder = toPath(file("left"));
  {
    Document document(folder);
    document.change("seed", [](project::Project& p) { p.motion.seed = 77; });
    document.leaveSafetyCopy();
  }
  const std::vector<project::Autosave> left = project::listAutosaves(folder);
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].project.motion.seed, 77u);
}

}  // namespace
}  // namespace orator::ui
