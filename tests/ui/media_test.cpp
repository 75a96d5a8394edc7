#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QColorDialog>
#include <QDropEvent>
#include <QLabel>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSlider>
#include <QStandardPaths>
#include <QTest>
#include <QTimer>
#include <QUndoStack>
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/media/audio_reader.h"
#include "core/media/media_info.h"
#include "core/media/picture.h"
#include "tests/support/files.h"
#include "tests/support/synthetic_portrait.h"
#include "tests/ui/studio_window.h"
#include "ui/kit/pictures/image.h"
#include "ui/kit/text/path.h"
#include "ui/kit/themes/theme.h"
#include "ui/kit/widgets/choice_field.h"
#include "ui/views/panels/media/media_panel.h"
#include "ui/views/panels/media/portrait_card.h"
#include "ui/views/panels/media/speech_dialog.h"
#include "ui/views/panels/media/voice_card.h"
#include "ui/views/panels/media/voice_recorder.h"
#include "ui/views/panels/media/waveform_view.h"
#include "ui/views/preview/frame_view.h"

namespace orator::ui {
namespace {

class Media : public StudioWindow {
 protected:
  void drop(const QStringList& files) {
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : files) urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    dropOn(*window_, data, {300, 300});
  }
  QString voiceName() { return toQString(studio().project().voice.filename()); }
};

/// Portraits lie on their side, and have transparency; a face is found when they are turned.
class TurnedEngine : public ScriptedEngine {
 public:
  std::atomic<bool> findsAnyFace{true};
  std::shared_ptr<face::Portrait> portrait(const media::Picture& picture,
                                           const face::PortraitOptions& options) override {
    if (!findsAnyFace && options.rotation == face::Rotation::none)
      throw Error(ErrorCode::noFace, "portrait", "a face was found only after turning the picture");
    auto portrait = ScriptedEngine::portrait(picture, options);
    portrait->quality.toUpright =
        options.rotation == face::Rotation::none ? face::Rotation::clockwise : face::Rotation::none;
    portrait->quality.transparent = true;
    return portrait;
  }
};

class TurnedMedia : public Media {
 protected:
  TurnedMedia() { engine_ = turned_; }
  /// Clicks a link of the portrait's card; false where there is none of this name.
  bool click(const QString& words) {
    static const QRegularExpression link("<a href='([^']*)'>([^<]*)</a>");
    for (QLabel* label : window_->findChild<PortraitCard*>()->findChildren<QLabel*>())
      for (auto found = link.globalMatch(label->text()); found.hasNext();)
        if (const auto match = found.next(); match.captured(2) == words) {
          Q_EMIT label->linkActivated(match.captured(1));
          QCoreApplication::processEvents();
          return true;
        }
    return false;
  }
  std::shared_ptr<TurnedEngine> turned_ = std::make_shared<TurnedEngine>();
};

TEST_F(TurnedMedia, isTurnedUprightByOneClickOnThePortraitsCard) {
  loadMedia();
  ASSERT_TRUE(click("Turn it upright"));
  EXPECT_EQ(studio().project().rotation, face::Rotation::clockwise);
  ASSERT_TRUE(waitFor([&] { return studio().portrait() != nullptr; }, 20000));
  EXPECT_FALSE(click("Turn it upright"));
  studio().document().undoStack()->undo();
  EXPECT_EQ(studio().project().rotation, face::Rotation::none);
  studio().document().undoStack()->redo();
  studio().setPortrait(file("other.png"));
  EXPECT_EQ(studio().project().rotation, face::Rotation::none) << "of another picture";
}

TEST_F(TurnedMedia, inWhichAFaceIsFoundOnlyTurnedIsOfferedToBeTurned) {
  turned_->findsAnyFace = false;
  Problem told;
  QObject::connect(&studio(), &Studio::problem, [&](const Problem& problem) {
    if (problem.code == "no_face") told = problem;
  });
  studio().setPortrait(file("face.png"));
  ASSERT_TRUE(waitFor([&] { return !told.offer.isEmpty(); }, 20000));
  EXPECT_EQ(told.offer, "Turn it upright");
  told.accept();
  EXPECT_TRUE(waitFor([&] { return studio().portrait() != nullptr; }, 20000));
  EXPECT_EQ(studio().project().rotation, face::Rotation::upright);
}

TEST_F(TurnedMedia, withTransparencyIsLaidOverAnotherColourByOneClick) {
  loadMedia();
  QTimer answer;
  QObject::connect(&answer, &QTimer::timeout, [] {
    if (auto* dialog = qobject_cast<QColorDialog*>(QApplication::activeModalWidget())) {
      dialog->setCurrentColor(QColor(1, 2, 3));
      dialog->accept();
    }
  });
  answer.start(20);
  ASSERT_TRUE(click(QString::fromUtf8("Choose a background…")));
  EXPECT_EQ(studio().project().background, cv::Vec3b(1, 2, 3));
}

TEST_F(Media, ofSeveralSoundTracksOneIsChosenOnTheVoicesCard) {
  test::ffmpeg(
      "-f lavfi -i sine=d=1:frequency=200 -f lavfi -i sine=d=2:frequency=900 -map 0 -map 1 -c:a aac " +
      test::quoted(toPath(file("two.mp4"))));
  auto* tracks = window_->findChild<VoiceCard*>()->findChild<ChoiceField*>();
  loadMedia();
  EXPECT_FALSE(tracks->isVisible()) << "of a file with one";
  studio().setVoice(file("two.mp4"));
  ASSERT_TRUE(waitFor([&] { return studio().voice() && tracks->isVisible(); }, 20000));
  EXPECT_EQ(tracks->box().count(), 3);
  tracks->box().setCurrentIndex(2);
  Q_EMIT tracks->box().activated(2);
  EXPECT_EQ(studio().project().voiceCut.track, 2);
  ASSERT_TRUE(waitFor([&] { return studio().voice() && studio().voice()->seconds > 1.8; }, 20000));
  EXPECT_NEAR(studio().voice()->wholeSeconds, studio().voice()->seconds, 0.01)
      << "the handles stand on another";
  tracks->reset();
  EXPECT_EQ(studio().project().voiceCut.track, 0);
}

TEST_F(Media, thatIsSungMovesTheMouthWhereTheVoicesCardSaysSo) {
  loadMedia();
  auto* gate = window_->findChild<VoiceCard*>()->findChild<QCheckBox*>();
  EXPECT_TRUE(gate->isVisible() && gate->isChecked());
  gate->click();
  EXPECT_EQ(studio().project().motion.speechGate, motion::SpeechGating::off);
  studio().document().undoStack()->undo();
  EXPECT_TRUE(gate->isChecked());
}

TEST_F(Media, isDroppedAnywhere) {
  drop({file("face.png"), file("voice.wav")});
  EXPECT_EQ(studio().project().portrait, toPath(file("face.png")));
  EXPECT_EQ(studio().project().voice, toPath(file("voice.wav")));
  EXPECT_TRUE(waitFor([&] { return studio().frames() == 50; }, 20000));
}

TEST_F(Media, thatIsRefusedLeavesTheGoodOneAndNoTraceInTheHistory) {
  loadMedia();
  QFile noPicture(file("text.png")), noSound(file("empty.wav"));
  ASSERT_TRUE(noPicture.open(QIODevice::WriteOnly) && noSound.open(QIODevice::WriteOnly));
  noPicture.write("this is text");
  noPicture.close();
  noSound.close();
  const int steps = studio().document().undoStack()->count();
  studio().setPortrait(file("text.png"));
  EXPECT_TRUE(waitFor([&] { return studio().project().portrait == toPath(file("face.png")); }, 20000));
  studio().setVoice(file("empty.wav"));
  EXPECT_TRUE(waitFor([&] { return studio().project().voice == toPath(file("voice.wav")); }, 20000));
  EXPECT_EQ(studio().document().undoStack()->count(), steps);
  EXPECT_TRUE(waitFor([&] { return studio().portrait() && studio().voice() && studio().motion(); }, 20000));
  const QString said = window_->messages().bar()->findChildren<QLabel*>().last()->text();
  EXPECT_TRUE(said.contains("empty.wav") && said.contains("kept")) << said.toStdString();
}

TEST_F(Media, ofAnUnknownKindIsRefusedWithAWord) {
  QFile text(file("notes.txt"));
  ASSERT_TRUE(text.open(QIODevice::WriteOnly));
  text.write("nothing to see");
  text.close();
  drop({file("notes.txt")});
  EXPECT_EQ(window_->messages().unread(), 1);
  EXPECT_TRUE(studio().project().portrait.empty());
}

TEST_F(Media, isDroppedAsAProjectToo) {
  loadMedia();
  ASSERT_TRUE(window_->saveTo(file("film.orator")));
  studio().document().start({}, {});
  drop({file("film.orator")});
  EXPECT_EQ(studio().project().portrait, toPath(file("face.png")));
}

TEST_F(Media, isPastedAsPictureFileAndPath) {
  QImage picture(120, 100, QImage::Format_RGB32);
  picture.fill(Qt::red);
  QGuiApplication::clipboard()->setImage(picture);
  window_->actionsById().at("paste")->trigger();
  EXPECT_EQ(QImage(toQString(studio().project().portrait)).size(), picture.size());
  auto* data = new QMimeData;
  data->setUrls({QUrl::fromLocalFile(file("voice.wav"))});
  QGuiApplication::clipboard()->setMimeData(data);
  window_->actionsById().at("paste")->trigger();
  EXPECT_EQ(voiceName(), "voice.wav");
  QGuiApplication::clipboard()->setText(file("face.png") + "\n");
  window_->actionsById().at("paste")->trigger();
  EXPECT_EQ(studio().project().portrait, toPath(file("face.png")));
}

TEST_F(Media, usedBeforeIsListedWithAPictureAndOpensAgain) {
  loadMedia();
  auto* list = window_->findChild<MediaPanel*>()->findChild<QListWidget*>();
  ASSERT_EQ(list->count(), 2);
  const QImage face = list->item(0)->icon().pixmap(28).toImage(),
               wave = list->item(1)->icon().pixmap(28).toImage();
  EXPECT_NEAR(face.pixelColor(14, 14).red(), 120, 12);
  EXPECT_GT(wave.pixelColor(14, 14).blue(), wave.pixelColor(14, 14).red());
  EXPECT_EQ(list->item(0)->icon().pixmap(28, QIcon::Selected).toImage(), face);
  studio().document().start({}, {});
  Q_EMIT list->itemActivated(list->item(1));
  EXPECT_EQ(voiceName(), "voice.wav");
}

TEST_F(Media, facesAreChosenByClickAndByKey) {
  loadMedia();
  ASSERT_TRUE(waitFor([&] { return studio().portrait() && studio().portrait()->faces.size() == 2; }, 20000));
  auto* card = window_->findChild<PortraitCard*>();
  const QWidget* dock = window_->dock("media");
  for (const QLabel* label : card->findChildren<QLabel*>())
    EXPECT_LE(label->mapTo(dock, QPoint(label->width(), 0)).x(), dock->width())
        << label->text().toStdString();
  QWidget* picture = card->childAt(card->faceBox(1).center());
  ASSERT_NE(picture, nullptr);
  QTest::keyClick(picture, Qt::Key_Right);
  EXPECT_EQ(studio().project().face, 1);
  ASSERT_TRUE(waitFor([&] { return studio().portrait() && studio().portrait()->chosenFace == 1; }, 20000));
  QTest::keyClick(picture, Qt::Key_Right);
  EXPECT_EQ(studio().project().face, 0);
  studio().document().undoStack()->undo();
  EXPECT_EQ(studio().project().face, 1);
  ASSERT_TRUE(waitFor([&] { return studio().portrait() && studio().portrait()->chosenFace == 1; }, 20000));
  // The two boxes of the scripted engine lie on each other; a click finds the one that is not chosen.
  QTest::mouseClick(picture, Qt::LeftButton, {}, picture->mapFrom(card, card->faceBox(0).center()));
  EXPECT_EQ(studio().project().face, 0);
}

TEST_F(Media, ofSeveralFacesShowInThePreviewWhichOneSpeaks) {
  loadMedia();
  ASSERT_TRUE(waitFor([&] { return studio().portrait() && studio().portrait()->faces.size() == 2; }, 20000));
  auto* view = window_->findChild<FrameView*>();
  ASSERT_NE(view, nullptr);
  const auto marked = [&] {
    const QImage seen = view->grab().toImage();
    int pixels = 0;
    for (int y = 0; y < seen.height(); ++y)
      for (int x = 0; x < seen.width(); ++x) pixels += seen.pixelColor(x, y) == colours().accent;
    return pixels;
  };
  EXPECT_TRUE(waitFor([&] { return marked() > 50; }, 20000));
}

TEST_F(Media, ofAnySizeArePaintedFromASmallPicture) {
  media::writePicture(toPath(file("large.png")), cv::Mat(1400, 2100, CV_8UC3, cv::Scalar(120, 90, 80)));
  loadMedia();
  studio().setPortrait(file("large.png"));
  ASSERT_TRUE(waitFor([&] { return studio().portrait() && studio().portrait()->rgb.cols == 2100; }, 10000));
  EXPECT_EQ(studio().portraitImage().size(), QSize(1024, 683));
  const auto told = [&] {
    const QList<QLabel*> labels = window_->dock("output")->findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(),
                       [](const QLabel* label) { return label->text().contains("2100 × 1400"); });
  };
  EXPECT_TRUE(waitFor(told, 10000)) << "the film is as large as the portrait itself";
}

TEST_F(Media, voiceIsTrimmedByItsHandlesByKeysAndBack) {
  loadMedia();
  auto* wave = window_->findChild<WaveformView*>();
  const int y = wave->height() / 2, right = wave->width() - 5, middle = wave->width() / 2;
  QTest::mousePress(wave, Qt::LeftButton, {}, {right, y});
  QTest::mouseMove(wave, {middle, y});
  QTest::mouseRelease(wave, Qt::LeftButton, {}, {middle, y});
  EXPECT_NEAR(studio().project().voiceCut.endSeconds, 1, 0.05);
  ASSERT_TRUE(waitFor([&] { return studio().frames() > 1 && studio().frames() < 30; }, 10000));
  studio().player().seek(10);
  window_->actionsById().at("trim_begin")->trigger();
  EXPECT_NEAR(studio().project().voiceCut.beginSeconds, 0.4, 0.01);
  EXPECT_EQ(studio().playhead(), 0);
  window_->actionsById().at("trim_reset")->trigger();
  EXPECT_EQ(studio().project().voiceCut, media::VoiceCut{});
  EXPECT_TRUE(waitFor([&] { return studio().frames() == 50; }, 10000));
}

TEST_F(Media, voiceIsNeverTrimmedToNothing) {
  loadMedia();
  studio().trimVoice(1.9, 1.95);
  const media::VoiceCut& edit = studio().project().voiceCut;
  const double end = edit.endSeconds > 0 ? edit.endSeconds : studio().voice()->wholeSeconds;
  EXPECT_GE(end - edit.beginSeconds, Studio::kShortestVoiceSeconds - 1e-6);
}

TEST_F(Media, gainMakesTheVoiceLouder) {
  loadMedia();
  const auto loudest = [&] {
    float peak = 0;
    for (const VoiceData::Peak& p : studio().voice()->peaks) peak = std::max(peak, p.high);
    return peak;
  };
  const float before = loudest();
  auto* gain = window_->findChild<VoiceCard*>()->findChild<QDoubleSpinBox*>();
  gain->setValue(6);
  EXPECT_TRUE(waitFor([&] { return studio().voice() && loudest() > 1.8f * before; }, 10000));
  studio().document().undoStack()->undo();
  EXPECT_EQ(gain->value(), 0);
}

TEST_F(Media, clickOnTheWaveformMovesThePlayheadAndSpacePlays) {
  loadMedia();
  auto* wave = window_->findChild<WaveformView*>();
  QTest::mouseClick(wave, Qt::LeftButton, {}, {wave->width() / 2, 30});
  EXPECT_NEAR(double(studio().playhead()), 25, 2);
  window_->actionsById().at("play")->trigger();
  EXPECT_TRUE(studio().player().isPlaying());
  EXPECT_TRUE(waitFor([&] { return studio().playhead() != 25; }, 20000));
  window_->actionsById().at("stop")->trigger();
  EXPECT_FALSE(studio().player().isPlaying());
}

TEST_F(Media, areEnoughWithoutAVoiceWhereThePersonWaits) {
  studio().setPortrait(file("face.png"));
  ASSERT_TRUE(waitFor([&] { return studio().frames() == 1; }, 20000));
  EXPECT_FALSE(studio().canRender());
  auto* card = window_->findChild<VoiceCard*>();
  auto* wait = card->findChild<ParamSlider*>();
  ASSERT_NE(wait, nullptr);
  EXPECT_TRUE(wait->isVisibleTo(card));
  EXPECT_FALSE(wait->isChanged());
  wait->findChild<QDoubleSpinBox*>()->setValue(1.2);
  EXPECT_DOUBLE_EQ(studio().project().idleSeconds, 1.2);
  EXPECT_TRUE(wait->isChanged());
  ASSERT_TRUE(waitFor([&] { return studio().frames() == 30; }, 20000));
  EXPECT_EQ(QFileInfo(studio().suggestedOutput()).fileName(), "face-idle.mp4");
  ASSERT_TRUE(window_->saveTo(file("wait.orator")));
  open();
  ASSERT_TRUE(window_->openProject(file("wait.orator")));
  ASSERT_TRUE(waitFor([&] { return studio().frames() == 30 && studio().canRender(); }, 20000));
  // It waits in the queue over the end of the program, and is made anew from the project.
  studio().jobs().setPaused(true);
  studio().renderFilm(file("wait.mp4"));
  open();
  ASSERT_EQ(studio().jobs().rowCount(), 1);
  studio().jobs().setPaused(false);
  ASSERT_TRUE(waitFor([&] { return studio().jobs().active() == 0; }, 30000));
  const media::MediaInfo info = media::readMediaInfo(toPath(file("wait.mp4")));
  EXPECT_EQ(info.frames, 30);
  EXPECT_FALSE(info.hasAudio);
}

TEST_F(Media, voiceTakesThePlaceOfWaitingAndCanBeTakenAway) {
  studio().setPortrait(file("face.png"));
  studio().document().change("wait", [](project::Project& p) { p.idleSeconds = 1; });
  ASSERT_TRUE(waitFor([&] { return studio().frames() == 25; }, 20000));
  auto* card = window_->findChild<VoiceCard*>();
  auto* wait = card->findChild<ParamSlider*>();
  studio().setVoice(file("voice.wav"));
  ASSERT_TRUE(waitFor([&] { return studio().frames() == 50; }, 20000));
  EXPECT_FALSE(wait->isVisibleTo(card));
  EXPECT_EQ(studio().project().idleSeconds, 0);
  for (QToolButton* button : card->findChildren<QToolButton*>())
    if (button->toolTip() == "Use no voice") button->click();
  EXPECT_TRUE(studio().project().voice.empty());
  EXPECT_TRUE(wait->isVisibleTo(card));
  ASSERT_TRUE(waitFor([&] { return studio().frames() == 1; }, 20000));
  studio().document().undoStack()->setIndex(2);
  EXPECT_TRUE(waitFor([&] { return studio().frames() == 25; }, 20000));
}

TEST(Recorder, keepsTakesThatOthersCanReadAndRefusesSilence) {
  QTemporaryDir folder;
  VoiceRecorder recorder(folder.path());
  QStringList takes;
  int problems = 0;
  QObject::connect(&recorder, &VoiceRecorder::recorded, [&](const QString& file) { takes << file; });
  QObject::connect(&recorder, &VoiceRecorder::problem, [&] { ++problems; });
  QByteArray pcm(48000 * 2, 0);
  recorder.keepTake(pcm);
  recorder.keepTake({});
  EXPECT_EQ(problems, 2);
  auto* samples = reinterpret_cast<qint16*>(pcm.data());
  for (int i = 0; i < 48000; ++i) samples[i] = qint16(16384 * std::sin(i * 0.05));
  EXPECT_NEAR(peakOf(pcm.constData(), pcm.size()), 0.5, 0.01);
  recorder.keepTake(pcm);
  recorder.keepTake(pcm);
  ASSERT_EQ(takes.size(), 2);
  EXPECT_NE(takes[0], takes[1]);
  EXPECT_EQ(media::readVoice16k(toPath(takes[0])).size(), 16000u);
}

class Speech : public testing::TestWithParam<const char*> {};

TEST_P(Speech, ofAnInstalledSynthesiserBecomesAVoice) {
  if (QStandardPaths::findExecutable(GetParam()).isEmpty()) GTEST_SKIP() << GetParam() << " is not installed";
  QTemporaryDir folder;
  const auto seconds = [&](int wordsPerMinute) {
    SpeechDialog dialog(folder.path());
    auto* program = dialog.findChild<QComboBox*>("synthesiser");
    program->setCurrentText(GetParam());
    EXPECT_EQ(program->currentText(), GetParam());
    dialog.findChild<QPlainTextEdit*>()->setPlainText("-v Orator speaks; \"quotes\" and $HOME stay text.");
    dialog.findChild<QSlider*>()->setValue(wordsPerMinute);
    bool accepted = false;
    QObject::connect(&dialog, &QDialog::accepted, [&] { accepted = true; });
    dialog.findChild<QPushButton*>("primary")->click();
    EXPECT_TRUE(waitFor([&] { return accepted; }, 20000));
    return double(media::readVoice16k(toPath(dialog.file())).size()) / 16000;
  };
  const double slow = seconds(100), fast = seconds(220);
  EXPECT_GT(slow, 1);
  EXPECT_LT(fast, 0.8 * slow);
}

INSTANTIATE_TEST_SUITE_P(Programs, Speech, testing::Values("flite", "espeak-ng"));

TEST(SpeechDialogText, mustNotBeEmpty) {
  QTemporaryDir folder;
  SpeechDialog dialog(folder.path());
  dialog.findChild<QPushButton*>("primary")->click();
  EXPECT_EQ(dialog.result(), 0);
  EXPECT_TRUE(QDir(folder.path()).isEmpty());
}

class Quality : public testing::Test {
 protected:
  void SetUp() override { portrait_ = *test::syntheticPortrait(); }
  bool says(const QString& words, QualityLine::Grade grade) {
    for (const QualityLine& note : portraitQuality(portrait_))
      if (note.text.contains(words) && note.grade == grade) return true;
    return false;
  }
  face::Portrait portrait_;
};

using Grade = QualityLine::Grade;

TEST_F(Quality, ofAPlainPortraitIsOneGoodNote) {
  portrait_.quality = {};
  portrait_.quality.faceHeightPixels = 300;
  portrait_.quality.sharpness = 100;
  ASSERT_EQ(portraitQuality(portrait_).size(), 1u);
  EXPECT_TRUE(says("300 px", Grade::good));
}
TEST_F(Quality, tellsWhatTheCoreFoundWithWhatHelps) {
  portrait_.quality = {};
  portrait_.quality.faceHeightPixels = 80;
  portrait_.quality.sharpness = 100;
  EXPECT_TRUE(says("small (80 px)", Grade::fair));
  portrait_.quality.yawDegrees = -40;
  EXPECT_TRUE(says("40°", Grade::poor));
  portrait_.quality.toUpright = face::Rotation::clockwise;
  EXPECT_TRUE(says("lies on its side", Grade::poor));
  portrait_.quality.others.emplace_back(10, 10, 40, 40);
  EXPECT_TRUE(says("click the face that speaks", Grade::fair));
}

}  // namespace
}  // namespace orator::ui
