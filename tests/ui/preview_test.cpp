// The preview: what is computed when, what is painted, and that the window never waits for it.
#include <QFile>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "core/media/picture.h"
#include "tests/ui/studio_window.h"
#include "ui/kit/diagnostics/event_loop_watch.h"
#include "ui/kit/pictures/image.h"
#include "ui/kit/text/path.h"
#include "ui/views/curves/curve_panel.h"
#include "ui/views/preview/preview_panel.h"

namespace orator::ui {
namespace {

/// An engine whose frames and films wait at a gate, as those of a slow renderer do.
class GatedEngine : public ScriptedEngine {
 public:
  void close() { setTickets(0); }
  void open() { setTickets(kMany); }
  /// Lets so many calls pass.
  void allow(int calls) { setTickets(calls); }
  std::atomic<int> waiting{0};    ///< calls that stand at the gate
  std::atomic<int> cancelled{0};  ///< frames that were given up there
  std::atomic<int> frames{0};     ///< frames that were finished

  void pass(const RunContext& context) {
    ++waiting;
    std::unique_lock lock(mutex_);
    while (tickets_ == 0 && !context.stop.stop_requested())
      changed_.wait_for(lock, std::chrono::milliseconds(2));
    if (tickets_ > 0) --tickets_;
    --waiting;
    if (context.stop.stop_requested()) {
      ++cancelled;
      context.throwIfCancelled();
    }
  }

  void beforeFrame(const RunContext& context) override {
    pass(context);
    ++frames;
  }

 private:
  static constexpr int kMany = 1 << 30;
  void setTickets(int tickets) {
    const std::lock_guard lock(mutex_);
    tickets_ = tickets;
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  int tickets_ = kMany;
};

class Preview : public StudioWindow {
 protected:
  Preview() { engine_ = gate_; }
  ~Preview() override { gate_->open(); }
  void scale(double value) {
    studio().document().change("scale", [&](project::Project& p) { p.motion.expressionScale = value; });
  }
  bool stylesAreDrawn() { return studio().styles() && studio().styles()->complete(); }
  bool cacheIsFull() { return studio().cache().nextMissing(0, studio().frames()) < 0; }
  /// Waits until every frame and every style is there: nothing is left to draw then.
  bool quiet() {
    return waitFor([&] { return cacheIsFull() && stylesAreDrawn(); }, 60000);
  }

  std::shared_ptr<GatedEngine> gate_ = std::make_shared<GatedEngine>();
};

TEST_F(Preview, TheWindowAnswersWhileAFilmAndAFrameWait) {
  loadMedia();
  ASSERT_TRUE(waitFor([&] { return cacheIsFull(); }, 60000));
  gate_->close();
  scale(2);
  const int id = studio().renderFilm(file("film.mp4"));
  ASSERT_TRUE(waitFor([&] { return gate_->waiting == 2; }, 60000));
  // Both workers stand still. Everything below must be handled all the same.
  int handled = 0;
  for (int i = 0; i < 200; ++i) {
    QTimer::singleShot(0, [&] { ++handled; });
    studio().player().seek(i % 50);
    window_->preview().setMode(PreviewPanel::Mode(i % 5));
    QApplication::processEvents();
  }
  EXPECT_EQ(handled, 200);
  EXPECT_EQ(studio().jobs().job(studio().jobs().rowOf(id)).state, JobState::running);
  gate_->open();
  EXPECT_TRUE(waitFor([&] { return studio().jobs().job(studio().jobs().rowOf(id)).finished(); }, 60000));
}

TEST_F(Preview, TheEventLoopHasNoLongGapsDuringARender) {
  loadMedia();
  engine_->renderMillisecondsPerFrame = 10;
  EventLoopWatch watch;
  watch.start();
  const int id = studio().renderFilm(file("film.mp4"));
  ASSERT_TRUE(waitFor([&] { return studio().jobs().job(studio().jobs().rowOf(id)).finished(); }, 30000));
  watch.stop();
  EXPECT_GT(watch.gaps().size(), 20u);
  // Far above any hiccup: only a call that blocks the window takes as long.
  EXPECT_EQ(watch.gapsOver(500), 0) << "largest " << watch.largest().own << " ms";
}

TEST_F(Preview, TheWatchSeesABlockedEventLoop) {
  EventLoopWatch watch;
  watch.start();
  waitFor([] { return false; }, 50);
  QTest::qSleep(700);
  waitFor([] { return false; }, 50);
  EXPECT_EQ(watch.gapsOver(500), 1);
}

TEST_F(Preview, OnlyTheNewestOfManyChangesIsDrawn) {
  loadMedia();
  ASSERT_TRUE(waitFor([&] { return cacheIsFull() && stylesAreDrawn(); }, 60000));
  gate_->close();
  scale(1.1);
  ASSERT_TRUE(waitFor([&] { return gate_->waiting == 1; }, 60000));
  for (int i = 2; i <= 20; ++i) scale(1 + 0.1 * i);
  const int before = gate_->frames;
  gate_->open();
  ASSERT_TRUE(waitFor([&] { return cacheIsFull(); }, 60000));
  // The frame that was under way, and every frame of the newest state once.
  EXPECT_LE(gate_->frames - before, 1 + 50);
}

TEST_F(Preview, NewsStopTheFillingAndTheRendererGoesOn) {
  loadMedia();
  ASSERT_TRUE(quiet());
  gate_->close();
  scale(1.5);
  ASSERT_TRUE(waitFor([&] { return gate_->waiting == 1; }, 60000));
  const int before = gate_->frames;
  gate_->allow(1);  // the frame at the playhead; the next one is the first that is filled ahead
  ASSERT_TRUE(waitFor([&] { return gate_->frames == before + 1 && gate_->waiting == 1; }, 60000));
  ASSERT_EQ(gate_->cancelled, 0);
  studio().player().seek(40);
  EXPECT_TRUE(waitFor([&] { return gate_->cancelled == 1; }, 60000));
  gate_->open();
  EXPECT_TRUE(waitFor([&] { return cacheIsFull() && studio().shownFrame() == 40; }, 60000));
}

TEST_F(Preview, TheRulerShowsWhatIsReady) {
  loadMedia();
  ASSERT_TRUE(quiet());
  const auto shown = [&] { return window_->curves().plot().shownCache(); };
  const std::vector<FrameRange> all = {{0, 50}};
  ASSERT_TRUE(waitFor([&] { return shown() == all; }, 60000));
  gate_->close();
  scale(2);
  EXPECT_TRUE(waitFor([&] { return shown().empty(); }, 60000));
  gate_->open();
  EXPECT_TRUE(waitFor([&] { return shown() == all; }, 60000));
}

TEST_F(Preview, AnEditForgetsOnlyTheFramesItReaches) {
  loadMedia();
  studio().document().change("no blinks", [](project::Project& p) { p.edits.blinks.emplace(); });
  // What the cache held of the motion before is forgotten when the new one is announced.
  ASSERT_TRUE(waitFor([&] { return std::ranges::max(studio().motion()->edited.blink) == 0; }, 60000));
  ASSERT_TRUE(quiet());
  // Held, so that no newer frame lies where they lie.
  const cv::Mat first = studio().cache().get(0), late = studio().cache().get(33);
  studio().document().change("blink", [](project::Project& p) { p.edits.blinks->push_back({1.2, 0.24, 1}); });
  ASSERT_TRUE(waitFor([&] { return cacheIsFull() && studio().cache().get(33).data != late.data; }, 60000));
  EXPECT_EQ(studio().cache().get(0).data, first.data);
}

TEST_F(Preview, AProofIsRenderedBeforeItIsPlayed) {
  loadMedia();
  ASSERT_TRUE(waitFor([&] { return cacheIsFull(); }, 60000));
  studio().player().seek(30);
  gate_->close();
  scale(2);
  ASSERT_TRUE(waitFor([&] { return gate_->waiting == 1; }, 60000));
  window_->actionsById().at("proof")->trigger();
  waitFor([] { return false; }, 50);
  EXPECT_FALSE(studio().player().isPlaying());
  gate_->open();
  EXPECT_TRUE(waitFor([&] { return studio().player().isPlaying(); }, 60000));
  EXPECT_TRUE(cacheIsFull() || studio().cache().contains(49));
}

TEST_F(Preview, PlayingShowsFramesInTimeWithTheClock) {
  loadMedia();
  ASSERT_TRUE(waitFor([&] { return cacheIsFull(); }, 60000));
  studio().player().setLooping(false);
  std::set<std::int64_t> seen;
  const auto link =
      QObject::connect(&studio(), &Studio::imageChanged, [&] { seen.insert(studio().shownFrame()); });
  studio().player().seek(0);
  studio().player().play();
  ASSERT_TRUE(waitFor([&] { return !studio().player().isPlaying(); }, 60000));
  QObject::disconnect(link);
  EXPECT_EQ(studio().playhead(), 49);
  EXPECT_GT(seen.size(), 3u);  // how many depends on how busy the machine is
  EXPECT_TRUE(seen.contains(49));
}

TEST_F(Preview, LoopingStaysInTheMarkedRange) {
  loadMedia();
  ASSERT_TRUE(waitFor([&] { return cacheIsFull(); }, 60000));
  studio().document().change("range", [](project::Project& p) { p.frames = FrameRange{20, 26}; });
  std::int64_t lowest = 49, highest = 0;
  int turns = 0;
  studio().player().setLooping(true);
  studio().player().seek(20);
  const auto link = QObject::connect(&studio().player(), &Player::frameChanged, [&](std::int64_t frame) {
    turns += frame < highest && frame == 20;
    lowest = std::min(lowest, frame);
    highest = std::max(highest, frame);
  });
  studio().player().play();
  EXPECT_TRUE(waitFor([&] { return turns >= 2; }, 60000));
  studio().player().pause();
  QObject::disconnect(link);
  EXPECT_EQ(lowest, 20);
  EXPECT_LE(highest, 25);
}

TEST_F(Preview, TheWipeFollowsTheMouse) {
  loadMedia();
  window_->preview().setMode(PreviewPanel::Mode::wipe);
  FrameView& view = window_->preview().frameView();
  QApplication::processEvents();
  const QRectF area = view.target();
  const QPoint line(int(area.left() + view.wipePosition() * area.width()), int(area.center().y()));
  QTest::mousePress(&view, Qt::LeftButton, {}, line);
  QMouseEvent move(QEvent::MouseMove, QPointF(area.left() + 0.2 * area.width(), line.y()),
                   view.mapToGlobal(QPointF(area.left() + 0.2 * area.width(), line.y())), Qt::NoButton,
                   Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&view, &move);
  QTest::mouseRelease(&view, Qt::LeftButton, {}, line);
  EXPECT_NEAR(view.wipePosition(), 0.2, 0.01);
}

TEST_F(Preview, APointIsDraggedToWhereTheEyesLook) {
  loadMedia();
  FrameView& view = window_->preview().frameView();
  GazeHandle& handle = view.gazeHandle();
  const auto gaze = [&] { return studio().project().motion.gaze; };
  const auto set = [&](const motion::Gaze& to) {
    studio().document().change("gaze", [&](project::Project& p) { p.motion.gaze = to; });
    QApplication::processEvents();
  };
  EXPECT_FALSE(handle.isVisible()) << "the gaze is not set by hand";
  set({motion::Gaze::Kind::fixed, 0, 0});
  ASSERT_TRUE(handle.isVisible());
  const QPoint middle = handle.geometry().center();
  const auto drag = [&](QPoint by) {
    QTest::mousePress(&handle, Qt::LeftButton, {}, handle.rect().center());
    for (int step = 1; step <= 4; ++step) {
      const QPoint at = middle + by * step / 4 - handle.pos();  // it has moved since
      QMouseEvent move(QEvent::MouseMove, QPointF(at), handle.mapToGlobal(QPointF(at)), Qt::NoButton,
                       Qt::LeftButton, Qt::NoModifier);
      QApplication::sendEvent(&handle, &move);
    }
    QTest::mouseRelease(&handle, Qt::LeftButton, {}, handle.rect().center());
  };
  drag({12, -9});
  EXPECT_GT(gaze().right, 0.1);
  EXPECT_GT(gaze().up, 0.1);
  EXPECT_NEAR(gaze().up / gaze().right, 9.0 / 12, 0.1);
  EXPECT_LE((handle.geometry().center() - (middle + QPoint(12, -9))).manhattanLength(), 2);
  drag({-9000, 0});
  EXPECT_DOUBLE_EQ(gaze().right, -1) << "as far as the slider goes";

  // One drag is one step of the history.
  studio().document().undoStack()->undo();
  EXPECT_EQ(gaze().kind, motion::Gaze::Kind::fixed);
  EXPECT_EQ(gaze().right, 0);
  EXPECT_LE((handle.geometry().center() - middle).manhattanLength(), 1);

  handle.setFocus();
  QTest::keyClick(&handle, Qt::Key_Up);
  QTest::keyClick(&handle, Qt::Key_Left);
  EXPECT_NEAR(gaze().up, 0.05, 1e-9);
  EXPECT_NEAR(gaze().right, -0.05, 1e-9);
  QTest::keyClick(&handle, Qt::Key_Home);
  EXPECT_EQ(gaze(), (motion::Gaze{motion::Gaze::Kind::fixed, 0, 0}));

  window_->preview().setMode(PreviewPanel::Mode::difference);
  EXPECT_FALSE(handle.isVisible());
  window_->preview().setMode(PreviewPanel::Mode::result);
  EXPECT_TRUE(handle.isVisible());
  view.setZoom(3);
  EXPECT_NE(handle.geometry().center(), middle) << "it goes with the picture";
  set({motion::Gaze::Kind::camera, 0, 0});
  EXPECT_FALSE(handle.isVisible());
}

TEST_F(Preview, OneKeyLooksAtTheFaceAndBack) {
  loadMedia();
  FrameView& view = window_->preview().frameView();
  QApplication::processEvents();
  const double whole = view.shownZoom();
  window_->actionsById().at("zoom_face")->trigger();
  EXPECT_GT(view.shownZoom(), whole);
  // The middle of the face, which is at 40 of 96 pixels, is in the middle of the view.
  const QRectF area = view.target();
  EXPECT_NEAR(area.left() + 40.0 / 96 * area.width(), view.width() / 2.0, 1);
  EXPECT_NEAR(area.top() + 40.0 / 96 * area.height(), view.height() / 2.0, 1);
  window_->actionsById().at("zoom_face")->trigger();
  EXPECT_DOUBLE_EQ(view.shownZoom(), whole);
}

TEST_F(Preview, TheZoomIsOfThePortraitAndNotOfItsSmallerPicture) {
  loadMedia();
  media::writePicture(toPath(file("large.png")), cv::Mat(1400, 2100, CV_8UC3, cv::Scalar(120, 90, 80)));
  studio().setPortrait(file("large.png"));
  ASSERT_TRUE(waitFor([&] { return studio().portrait() && studio().portrait()->rgb.cols == 2100; }, 20000));
  const FrameView& view = window_->preview().frameView();
  EXPECT_NEAR(view.shownZoomOfPortrait() * 2100, view.target().width(), 1);
}

TEST_F(Preview, TheDifferenceIsBlackWhereNothingMoved) {
  loadMedia();
  window_->preview().setMode(PreviewPanel::Mode::difference);
  FrameView& view = window_->preview().frameView();
  QApplication::processEvents();
  const QImage picture = view.grab().toImage();
  const QPoint centre = (view.target().center() * picture.devicePixelRatio()).toPoint();
  const QColor shown = picture.pixelColor(centre);
  const QColor a = studio().shownImage().pixelColor(48, 48), b = studio().portraitImage().pixelColor(48, 48);
  const bool same = a == b;
  EXPECT_EQ(shown == QColor(Qt::black), same) << shown.name().toStdString();
}

TEST_F(Preview, TheFace3dStandsAtThePlayheadAndTurnsWithTheMouse) {
  loadMedia();
  window_->preview().setMode(PreviewPanel::Mode::sideBySide);
  FaceView& face = window_->preview().faceView();
  QApplication::processEvents();
  for (std::int64_t frame : {5, 33}) {
    studio().player().seek(frame);
    EXPECT_EQ(face.row(), studio().motion()->edited.rows[std::size_t(frame)]);
  }
  const QImage front = face.softwareImage({200, 200});
  QTest::mousePress(&face, Qt::LeftButton, {}, {50, 50});
  QMouseEvent move(QEvent::MouseMove, QPointF(110, 50), face.mapToGlobal(QPointF(110, 50)), Qt::NoButton,
                   Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&face, &move);
  QTest::mouseRelease(&face, Qt::LeftButton, {}, {110, 50});
  EXPECT_GT(face.look().yawDegrees, 10);
  EXPECT_NE(face.softwareImage({200, 200}), front);
  face.resetView();
  EXPECT_EQ(face.softwareImage({200, 200}), front);
  face.setStyle(FaceStyle::clay);
  const QImage lit = face.softwareImage({200, 200});
  QTest::mousePress(&face, Qt::RightButton, {}, {50, 50});
  QMouseEvent shine(QEvent::MouseMove, QPointF(150, 50), face.mapToGlobal(QPointF(150, 50)), Qt::NoButton,
                    Qt::RightButton, Qt::NoModifier);
  QApplication::sendEvent(&face, &shine);
  EXPECT_NE(face.softwareImage({200, 200}), lit);
  face.setGhost(true);
  EXPECT_TRUE(face.look().ghost);
}

TEST_F(Preview, ANewProjectShowsNothingOfTheOldOne) {
  loadMedia();
  ASSERT_TRUE(waitFor([&] { return stylesAreDrawn(); }, 60000));
  studio().document().start({}, {});
  ASSERT_TRUE(waitFor([&] { return !studio().portrait() && studio().frames() == 0; }, 60000));
  EXPECT_EQ(studio().styles(), nullptr);
  EXPECT_TRUE(studio().shownImage().isNull());
  EXPECT_TRUE(waitFor([&] { return studio().cache().ranges().empty(); }, 60000));
}

TEST_F(Preview, AnotherPortraitOrVoiceTakesAwayWhatWasMadeOfTheOldOneAtOnce) {
  loadMedia();
  ASSERT_TRUE(studio().canRender());
  ASSERT_TRUE(QFile::copy(file("face.png"), file("other.png")));
  ASSERT_TRUE(QFile::copy(file("voice.wav"), file("other.wav")));
  studio().setPortrait(file("other.png"));
  EXPECT_EQ(studio().portrait(), nullptr);
  EXPECT_TRUE(studio().shownImage().isNull());
  EXPECT_EQ(studio().frames(), 0);
  EXPECT_FALSE(studio().canRender());
  ASSERT_TRUE(waitFor([&] { return studio().canRender() && !studio().shownImage().isNull(); }, 60000));
  studio().setVoice(file("other.wav"));
  EXPECT_EQ(studio().voice(), nullptr);
  EXPECT_EQ(studio().frames(), 0);
  EXPECT_FALSE(studio().canRender());
  EXPECT_TRUE(waitFor([&] { return studio().canRender() && studio().frames() == 50; }, 60000));
}

TEST_F(Preview, AFilmThatIsStartedRightAfterAnEditHasThatEdit) {
  loadMedia();
  const auto before = studio().motion();
  scale(2);
  ASSERT_EQ(studio().motion(), before) << "the edit has not reached the motion yet";
  const int id = studio().renderFilm(file("film.mp4"));
  const auto job = [&]() -> const Job& { return studio().jobs().job(studio().jobs().rowOf(id)); };
  EXPECT_EQ(job().track, nullptr) << "it would be the track before the edit";
  ASSERT_TRUE(waitFor([&] { return job().finished(); }, 60000));
  EXPECT_EQ(job().state, JobState::done);
  ASSERT_TRUE(waitFor([&] { return studio().motion() != before; }, 60000));
  EXPECT_NE(studio().jobs().job(studio().jobs().rowOf(studio().renderFilm(file("next.mp4")))).track, nullptr);
}

TEST_F(Preview, TheDebugOverlayComesAndGoes) {
  const auto action = window_->actionsById().find("debug_overlay");
  if (action == window_->actionsById().end()) GTEST_SKIP() << "built with ORATOR_DEBUG_OVERLAY=OFF";
  loadMedia();
  action->second->trigger();
  auto* overlay = window_->findChild<QWidget*>("debugOverlay");
  ASSERT_NE(overlay, nullptr);
  EXPECT_TRUE(overlay->isVisible());
  const auto colours = [&] {
    const QImage picture = overlay->grab().toImage();
    std::set<QRgb> found;
    for (int y = 0; y < picture.height(); y += 2)
      for (int x = 0; x < picture.width(); x += 2) found.insert(picture.pixel(x, y));
    return found.size();
  };
  EXPECT_TRUE(waitFor([&] { return colours() > 8; }, 60000));
  action->second->trigger();
  EXPECT_FALSE(overlay->isVisible());
}

}  // namespace
}  // namespace orator::ui
