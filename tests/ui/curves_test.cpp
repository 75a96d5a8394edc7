// The time line, worked with mouse and keyboard as a user does.
#include <QAction>
#include <QFile>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>
#include <QUndoStack>
#include <cmath>

#include "tests/ui/studio_window.h"
#include "ui/kit/text/path.h"
#include "ui/kit/widgets/param_slider.h"
#include "ui/views/curves/curve_panel.h"
#include "ui/views/panels/media/voice_recorder.h"

namespace orator::ui {
namespace {

constexpr int kYaw = motion::kAngleColumn + 1, kX = motion::kTranslationColumn, kJaw = 0;

class TimeLine : public StudioWindow {
 protected:
  void SetUp() override {
    StudioWindow::SetUp();
    window_->resize(1500, 940);
    loadMedia();
    studio().document().change("no blinks", [](project::Project& p) { p.edits.blinks.emplace(); });
    settle();
  }

  TimelinePlot& plot() { return window_->curves().plot(); }
  const project::TrackEdits& edits() { return studio().project().edits; }
  /// Lets the worker and the painting catch up with the document.
  void settle() {
    QSignalSpy made(&studio(), &Studio::motionChanged);
    for (int before = -1; before != int(made.count());) {
      before = int(made.count());
      waitFor([] { return false; }, 150);
    }
    plot().replot();
    QApplication::processEvents();
  }
  void drag(QPoint from, QPoint by, Qt::MouseButton button = Qt::LeftButton,
            Qt::KeyboardModifiers keys = Qt::NoModifier) {
    hover(from);
    QTest::mousePress(&plot(), button, keys, from);
    for (int step = 1; step <= 4; ++step) {
      const QPoint at = from + by * step / 4;
      QMouseEvent move(QEvent::MouseMove, at, plot().mapToGlobal(at), Qt::NoButton, button, keys);
      QApplication::sendEvent(&plot(), &move);
    }
    QTest::mouseRelease(&plot(), button, keys, from + by);
    settle();
  }
  void hover(QPoint at) {
    QMouseEvent move(QEvent::MouseMove, at, plot().mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                     Qt::NoModifier);
    QApplication::sendEvent(&plot(), &move);
  }
  QPoint on(int column, std::int64_t frame) { return plot().curvePoint(column, frame).toPoint(); }
  double pixelsPerFrame() { return double(plot().rulerRect().width()) / plot().visibleFrames(); }
  float shown(int column, std::int64_t frame) {
    return studio().motion()->edited.rows[std::size_t(frame)][std::size_t(column)];
  }
  float generated(int column, std::int64_t frame) {
    return studio().motion()->generated.rows[std::size_t(frame)][std::size_t(column)];
  }
  QPoint inBlinkLane(double frame) {
    const QRect lane = plot().blinkLaneRect();
    return {int(plot().curvePoint(kYaw, 0).x() + frame * pixelsPerFrame()), lane.center().y()};
  }
  /// A double click makes a blink there.
  void makeBlink(double frame) {
    hover(inBlinkLane(frame));
    QTest::mouseDClick(&plot(), Qt::LeftButton, {}, inBlinkLane(frame));
    settle();
  }
  struct InFrames {
    double begin, end, depth;
  };
  InFrames blink(int index) {
    const motion::Blink& b = edits().blinks->at(std::size_t(index));
    const double perSecond = studio().project().frameRate.perSecond();
    return {b.startSeconds * perSecond, (b.startSeconds + b.durationSeconds) * perSecond, b.depth};
  }
  void chooseTool(TimelinePlot::Tool tool) { plot().setTool(tool); }
  QToolButton* toolButton(const QString& text) {
    for (QToolButton* button : window_->curves().findChildren<QToolButton*>())
      if (button->text() == text) return button;
    return nullptr;
  }
};

TEST_F(TimeLine, AWordIsJumpedToAndNudgedWithTheMouth) {
  EXPECT_EQ(plot().wordLaneRect().height(), 0) << "no room is taken where there are no words";
  studio().document().change("words", [](project::Project& p) {
    p.words = {{{"good", 0.4, 0.8, false}, {"morning", 1, 1.6, false}}, true};
  });
  settle();
  EXPECT_GT(plot().wordLaneRect().height(), 15);
  const QRectF block = plot().wordRect(1);
  const auto at = [&](int word) { return studio().project().words.words[std::size_t(word)]; };
  hover(block.center().toPoint());
  QTest::mouseClick(&plot(), Qt::LeftButton, {}, block.center().toPoint());
  EXPECT_EQ(studio().playhead(), 25) << "a click jumps to where it begins";
  EXPECT_EQ(plot().selectedWord(), 1);
  EXPECT_TRUE(edits().shifts.empty()) << "and moves nothing";

  const float before = shown(kJaw, 30), turned = shown(kYaw, 30);
  drag(block.center().toPoint(), {int(std::lround(5 * pixelsPerFrame())), 0});
  EXPECT_NEAR(at(1).beginSeconds, 1.2, 0.03);
  ASSERT_EQ(edits().shifts.size(), 1u);
  EXPECT_NEAR(edits().shifts[0].shiftSeconds, 0.2, 0.03);
  EXPECT_NEAR(shown(kJaw, 35), before, 0.15) << "the mouth has gone with it";
  EXPECT_FLOAT_EQ(shown(kYaw, 30), turned);

  const QRectF first = plot().wordRect(0);
  drag(QPoint(int(first.right()) - 2, int(first.center().y())), {int(std::lround(3 * pixelsPerFrame())), 0});
  EXPECT_NEAR(at(0).endSeconds, 0.92, 0.03) << "its end alone";
  EXPECT_NEAR(at(0).beginSeconds, 0.4, 1e-9);
  EXPECT_EQ(edits().shifts.size(), 1u);
  studio().document().undoStack()->undo();
  studio().document().undoStack()->undo();
  EXPECT_TRUE(edits().shifts.empty());
}

TEST_F(TimeLine, WordsComeFromAFileAndGoToOne) {
  QFile text(file("said.txt"));
  ASSERT_TRUE(text.open(QIODevice::WriteOnly));
  text.write(QString("Доброе утро всем").toUtf8());
  text.close();
  studio().importWords(file("said.txt"));
  ASSERT_TRUE(waitFor([&] { return studio().project().words.words.size() == 3; }, 20000));
  EXPECT_TRUE(studio().project().words.isTimed) << "the voice has told the times";
  EXPECT_GT(studio().project().words.words.back().endSeconds, 0.2);
  studio().exportWords(file("said.srt"));
  ASSERT_TRUE(waitFor([&] { return QFile::exists(file("said.srt")); }, 20000));
  window_->findChild<QAction*>("show_words")->trigger();
  EXPECT_TRUE(studio().project().showsWords);
  studio().setVoice(file("voice.wav"));
  EXPECT_TRUE(studio().project().words.words.empty()) << "another voice says something else";
  EXPECT_FALSE(window_->findChild<QAction*>("export_words")->isEnabled());
}

TEST_F(TimeLine, ABlinkIsAddedDraggedStretchedDeepenedAndDeleted) {
  const float awake = shown(3, 20), later = shown(3, 30);
  makeBlink(20);
  ASSERT_EQ(edits().blinks->size(), 1u);
  EXPECT_GT(shown(3, 20), awake + 0.4f);

  const InFrames made = blink(0);
  const int tenFrames = int(std::lround(10 * pixelsPerFrame()));
  drag(plot().blinkRect(0).center().toPoint(), {tenFrames, 0});
  EXPECT_NEAR(blink(0).begin, made.begin + 10, 0.3);
  EXPECT_NEAR(blink(0).end - blink(0).begin, made.end - made.begin, 1e-6);

  QRectF block = plot().blinkRect(0);
  drag(QPoint(int(block.right()) - 3, int(block.center().y())), {tenFrames / 2, 0});
  EXPECT_NEAR(blink(0).end, made.end + 15, 0.3);
  EXPECT_NEAR(blink(0).begin, made.begin + 10, 0.3);
  block = plot().blinkRect(0);
  drag(QPoint(int(block.left()) + 3, int(block.center().y())), {-tenFrames / 2, 0});
  EXPECT_NEAR(blink(0).begin, made.begin + 5, 0.3);

  const double depth = blink(0).depth;
  block = plot().blinkRect(0);
  drag(QPoint(int(block.center().x()), int(block.top())), {0, -8});
  EXPECT_GT(blink(0).depth, depth + 0.2);
  drag(plot().blinkRect(0).center().toPoint(), {0, 20}, Qt::LeftButton, Qt::ControlModifier);
  EXPECT_LT(blink(0).depth, depth);

  QTest::mouseClick(&plot(), Qt::LeftButton, {}, plot().blinkRect(0).center().toPoint());
  QTest::keyClick(&plot(), Qt::Key_Delete);
  settle();
  EXPECT_TRUE(edits().blinks->empty());
  EXPECT_NEAR(shown(3, 30), later, 1e-6f);
}

TEST_F(TimeLine, BlinksStandNoLowerWhereTheirStrengthRises) {
  studio().document().change("generated", [](project::Project& p) { p.edits = {}; });
  settle();
  ASSERT_GE(studio().shownBlinks().size(), 1u);
  const double usual = plot().blinkRect(0).height();
  EXPECT_GT(usual, 3);
  for (const double strength : {1.5, 2.0}) {
    studio().document().change("strength", [&](project::Project& p) { p.motion.blinkStrength = strength; });
    settle();
    ASSERT_GE(studio().shownBlinks().size(), 1u);
    EXPECT_GE(plot().blinkRect(0).height(), usual) << strength;
  }
}

TEST_F(TimeLine, ABlinkByHandLeavesTheGeneratedOnesAlone) {
  studio().document().change("generated", [](project::Project& p) { p.edits = {}; });
  settle();
  const std::vector<motion::Blink> generated = studio().shownBlinks();
  ASSERT_GE(generated.size(), 1u) << "the scripted engine blinks";
  const double perSecond = studio().project().frameRate.perSecond();
  const auto apart = [&](int frame) {
    return std::all_of(generated.begin(), generated.end(), [&](const motion::Blink& b) {
      return std::abs(b.startSeconds * perSecond - frame) > 14;
    });
  };
  int free = 12;
  while (free < 44 && !apart(free)) ++free;
  ASSERT_LT(free, 44);
  plot().addBlinkAt(free);
  settle();
  ASSERT_TRUE(edits().blinks);
  EXPECT_EQ(edits().blinks->size(), 1u);
  EXPECT_EQ(studio().shownBlinks().size(), generated.size() + 1);
  // Moved across the film, it leaves nothing behind and takes nothing away on its way.
  int made = -1;
  for (int i = 0; i < int(studio().shownBlinks().size()); ++i)
    if (studio().shownBlinks()[std::size_t(i)] == edits().blinks->front()) made = i;
  ASSERT_GE(made, 0);
  drag(plot().blinkRect(made).center().toPoint(), {int(-4 * pixelsPerFrame()), 0});
  EXPECT_EQ(studio().shownBlinks().size(), generated.size() + 1);
}

TEST_F(TimeLine, EditsStayWhenTheVoiceChangesAndCanBeTakenAway) {
  makeBlink(20);
  ASSERT_TRUE(QFile::copy(file("voice.wav"), file("other.wav")));
  studio().setVoice(file("other.wav"));
  EXPECT_TRUE(edits().blinks);
  auto* offer = window_->messages().bar()->findChild<QPushButton*>();
  ASSERT_TRUE(offer->isVisible());
  offer->click();
  EXPECT_FALSE(edits().timed());
}

TEST_F(TimeLine, ADragIsOneStepOfTheHistory) {
  makeBlink(20);
  const int steps = studio().document().undoStack()->count();
  drag(plot().blinkRect(0).center().toPoint(), {120, 0});
  EXPECT_EQ(studio().document().undoStack()->count(), steps + 1);
}

TEST_F(TimeLine, KeyFramesShapeHeadAndFaceAndMoveInTime) {
  chooseTool(TimelinePlot::Tool::keyFrame);
  for (int column : {kYaw, kJaw}) {
    const float before = shown(column, 20);
    drag(on(column, 20), {0, -25});
    EXPECT_GT(shown(column, 20), before + 1e-3f) << column;
  }
  ASSERT_EQ(edits().curves.size(), 2u);
  chooseTool(TimelinePlot::Tool::select);
  const float offset = edits().curves[0].keys.at(0).offset;
  drag(on(kYaw, 20), {int(std::lround(5 * pixelsPerFrame())), 0});
  ASSERT_EQ(edits().curves[0].keys.size(), 1u);
  EXPECT_EQ(edits().curves[0].keys[0].frame, 25);
  EXPECT_FLOAT_EQ(edits().curves[0].keys[0].offset, offset);
  QTest::keyClick(&plot(), Qt::Key_Delete);
  settle();
  ASSERT_EQ(edits().curves.size(), 1u);
  EXPECT_EQ(edits().curves[0].column, kJaw);
}

TEST_F(TimeLine, AKeyDraggedPastAnotherLeavesItThere) {
  chooseTool(TimelinePlot::Tool::keyFrame);
  drag(on(kYaw, 20), {0, -20});
  drag(on(kYaw, 26), {0, -20});
  ASSERT_EQ(edits().curves[0].keys.size(), 2u);
  drag(on(kYaw, 20), {int(std::lround(12 * pixelsPerFrame())), 0});
  ASSERT_EQ(edits().curves[0].keys.size(), 2u);
  EXPECT_EQ(edits().curves[0].keys[0].frame, 26);
  EXPECT_EQ(edits().curves[0].keys[1].frame, 32);
}

TEST_F(TimeLine, TheKeyboardSetsAKeyFrameAtThePlayhead) {
  plot().setActiveColumn(kYaw);
  studio().player().seek(12);
  const float before = shown(kYaw, 12);
  QTest::keyClick(&plot(), Qt::Key_Up);
  QTest::keyClick(&plot(), Qt::Key_Up);
  settle();
  EXPECT_GT(shown(kYaw, 12), before);
  EXPECT_EQ(edits().curves.at(0).keys.at(0).frame, 12);
}

TEST_F(TimeLine, TheBrushSmoothsOnlyWhereItWasDrawn) {
  const auto roughness = [&](std::int64_t begin, std::int64_t end) {
    double sum = 0;
    for (std::int64_t i = begin; i < end; ++i)
      sum += std::abs(shown(kJaw, i - 1) - 2 * shown(kJaw, i) + shown(kJaw, i + 1));
    return sum;
  };
  const double before = roughness(16, 24);
  const float outside = shown(kJaw, 45);
  chooseTool(TimelinePlot::Tool::brush);
  plot().setBrushRadius(6);
  drag(on(kJaw, 15), {int(std::lround(10 * pixelsPerFrame())), 0});
  ASSERT_EQ(edits().strokes.size(), 1u);
  EXPECT_EQ(edits().strokes[0].column, kJaw);
  EXPECT_LT(roughness(16, 24), 0.7 * before);
  EXPECT_FLOAT_EQ(shown(kJaw, 45), outside);
}

TEST_F(TimeLine, ARangeIsSelectedAndChangedAlone) {
  drag(on(kJaw, 12), {int(std::lround(10 * pixelsPerFrame())), 0});
  ASSERT_TRUE(studio().project().frames.has_value());
  EXPECT_NEAR(double(studio().project().frames->begin), 12, 1);
  EXPECT_NEAR(double(studio().project().frames->end), 22, 1);

  const float inside = shown(kYaw, 17), outside = shown(kYaw, 40);
  toolButton("Re-roll")->click();
  ASSERT_TRUE(waitFor([&] { return shown(kYaw, 17) != inside; }, 20000));
  EXPECT_FLOAT_EQ(shown(kYaw, 40), outside);
  EXPECT_EQ(edits().rerolls.size(), 1u);

  const float speaking = shown(kJaw, 17), later = shown(kJaw, 40);
  ASSERT_GT(std::abs(speaking), 1e-3f);
  QTimer::singleShot(0, [] {
    QWidget* dialog = QApplication::activeModalWidget();
    ASSERT_NE(dialog, nullptr);
    for (ParamSlider* slider : dialog->findChildren<ParamSlider*>())
      if (slider->spec().name == "expression_scale") slider->setValue(2);
    static_cast<QDialog*>(dialog)->accept();
  });
  toolButton("Only here")->click();
  ASSERT_TRUE(waitFor([&] { return std::abs(shown(kJaw, 17) - 2 * speaking) < 1e-4f; }, 20000));
  EXPECT_FLOAT_EQ(shown(kJaw, 40), later);
}

TEST_F(TimeLine, ANewVoiceKeepsTheEdits) {
  makeBlink(20);
  chooseTool(TimelinePlot::Tool::keyFrame);
  drag(on(kYaw, 30), {0, -25});
  const project::TrackEdits before = edits();
  QByteArray pcm(2 * 3 * 48000, Qt::Uninitialized);
  auto* samples = reinterpret_cast<qint16*>(pcm.data());
  for (int i = 0; i < 3 * 48000; ++i) samples[i] = qint16(7000 * std::sin(i * 0.03));
  writeWav(toPath(file("other.wav")), pcm, 48000);
  studio().setVoice(file("other.wav"));
  ASSERT_TRUE(waitFor([&] { return studio().frames() == 75; }, 10000));
  EXPECT_TRUE(edits() == before);
  EXPECT_GT(shown(kYaw, 30), generated(kYaw, 30) + 1e-3f);
  EXPECT_FLOAT_EQ(shown(kYaw, 60), generated(kYaw, 60));
  // The generated layer is drawn under the edited one where they differ, and nowhere else.
  EXPECT_EQ(plot().generatedCurve(kYaw)->dataCount(), 75);
  EXPECT_EQ(plot().generatedCurve(motion::kAngleColumn)->dataCount(), 0);
}

TEST_F(TimeLine, TheWheelZoomsAboutThePointerAndTheMiddleButtonPans) {
  const double all = plot().visibleFrames();
  const QPoint at = on(kYaw, 30);
  for (int i = 0; i < 4; ++i) {
    QWheelEvent wheel(at, plot().mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&plot(), &wheel);
  }
  EXPECT_LT(plot().visibleFrames(), 0.6 * all);
  EXPECT_NEAR(on(kYaw, 30).x(), at.x(), 2);
  drag(at, {80, 0}, Qt::MiddleButton);
  EXPECT_NEAR(on(kYaw, 30).x(), at.x() + 80, 2);
  plot().zoomToFit();
  EXPECT_NEAR(plot().visibleFrames(), all, 1e-6);
}

TEST_F(TimeLine, HoveringTellsValuesInTheirUnits) {
  plot().setVisibleColumns({kYaw, kX, kJaw});
  settle();
  QSignalSpy told(&plot(), &TimelinePlot::hoverText);
  const auto text = [&](int column) {
    hover(on(column, 33));
    return told.isEmpty() ? QString() : told.last()[0].toString();
  };
  EXPECT_TRUE(text(kYaw).contains("Yaw") && text(kYaw).contains("°")) << text(kYaw).toStdString();
  EXPECT_TRUE(text(kJaw).contains("Jaw 0")) << text(kJaw).toStdString();
  plot().setVisibleColumns({kX});
  settle();
  EXPECT_TRUE(text(kX).contains(" cm")) << text(kX).toStdString();
  EXPECT_TRUE(text(kX).startsWith("0:01.32"));
}

TEST_F(TimeLine, AGroupShowsAndHidesItsCurves) {
  auto* tree = window_->curves().findChild<QTreeWidget*>();
  QTreeWidgetItem* head = tree->topLevelItem(0);
  head->setCheckState(0, Qt::Checked);
  EXPECT_TRUE(plot().editedCurve(kX)->visible());
  EXPECT_EQ(plot().editedCurve(kX)->dataCount(), 50);
  head->setCheckState(0, Qt::Unchecked);
  EXPECT_FALSE(plot().editedCurve(kYaw)->visible());
}

TEST_F(TimeLine, ManyFramesInSightAreDrawnInThinLines) {
  EXPECT_TRUE(plot().editedCurve(kYaw)->antialiased());
  studio().document().change("a long wait", [](project::Project& p) {
    p.voice.clear();
    p.idleSeconds = 120;
  });
  ASSERT_TRUE(waitFor([&] { return studio().frames() == 3000; }, 20000));
  EXPECT_FALSE(plot().editedCurve(kYaw)->antialiased());
  EXPECT_EQ(plot().editedCurve(kYaw)->pen().widthF(), 1);
  plot().zoomBy(0.1);
  EXPECT_TRUE(plot().editedCurve(kYaw)->antialiased());
  EXPECT_GT(plot().editedCurve(kYaw)->pen().widthF(), 1);
}

TEST_F(TimeLine, PressingTheRulerScrubs) {
  const QRect ruler = plot().rulerRect();
  drag({ruler.left() + 2, ruler.center().y()}, {int(std::lround(30 * pixelsPerFrame())), 0});
  EXPECT_NEAR(double(studio().playhead()), 30, 1);
}

TEST_F(TimeLine, TracksGoOutAndComeBackInEveryFormat) {
  chooseTool(TimelinePlot::Tool::keyFrame);
  drag(on(kYaw, 20), {0, -25});
  const auto before = studio().motion()->edited.rows;
  for (const char* ending : {"json", "csv", "mat"}) {
    const QString track = file(QString("track.") + ending);
    studio().exportTrack(track);
    ASSERT_TRUE(waitFor([&] { return QFile::exists(track); }, 10000)) << ending;
    waitFor([] { return false; }, 100);
    studio().document().change("clean", [](project::Project& p) { p.edits = {}; });
    studio().importTrack(track);
    ASSERT_TRUE(
        waitFor([&] { return std::abs(shown(kYaw, 20) - before[20][std::size_t(kYaw)]) < 1e-4f; }, 10000))
        << ending;
    studio().document().undoStack()->undo();
    studio().document().undoStack()->undo();
    settle();
  }
}

}  // namespace
}  // namespace orator::ui
