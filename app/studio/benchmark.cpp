#include "app/studio/benchmark.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMouseEvent>
#include <QSlider>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>

#include "core/pipeline/parameters.h"
#include "ui/kit/diagnostics/event_loop_watch.h"
#include "ui/kit/widgets/param_slider.h"
#include "ui/views/curves/curve_panel.h"
#include "ui/views/preview/preview_panel.h"
#include "ui/views/screenshots/screenshots.h"

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

namespace orator::ui {
namespace {

constexpr int kMoves = 60;
constexpr int kPatience = 300000;  // milliseconds for what needs a moment, on a busy machine too
constexpr double kPlaySeconds = 4;

double share(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, std::size_t(part * double(values.size())))];
}

/// Sees every picture that the preview paints.
class PaintWatch : public QObject {
 public:
  PaintWatch(MainWindow& window) : studio_(window.studio()), view_(window.preview().frameView()) {
    view_.installEventFilter(this);
  }
  /// Milliseconds from the call of `act` until a picture that is not the present one was painted.
  double after(const std::function<void()>& act) {
    const qint64 before = studio_.shownImage().cacheKey();
    painted_ = before;
    QElapsedTimer timer;
    timer.start();
    act();
    const bool shown = waitFor([&] { return painted_ != before; }, kPatience);
    return shown ? double(timer.nsecsElapsed()) * 1e-6 : -1;
  }
  int pictures() const { return pictures_; }
  void forget() { pictures_ = 0; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() == QEvent::Paint && painted_ != studio_.shownImage().cacheKey()) {
      painted_ = studio_.shownImage().cacheKey();
      ++pictures_;
    }
    return QObject::eventFilter(watched, event);
  }

 private:
  Studio& studio_;
  FrameView& view_;
  qint64 painted_ = 0;
  int pictures_ = 0;
};

void mouse(QWidget& widget, QEvent::Type type, QPointF at, Qt::MouseButtons buttons) {
  QMouseEvent event(type, at, widget.mapToGlobal(at),
                    type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton, buttons, Qt::NoModifier);
  QApplication::sendEvent(&widget, &event);
}

QSlider* sliderOf(MainWindow& window, std::string_view parameter) {
  for (ParamSlider* slider : window.findChildren<ParamSlider*>())
    if (slider->spec().name == parameter) return slider->findChild<QSlider*>();
  return nullptr;
}

std::vector<double> moveSlider(MainWindow& window, PaintWatch& watch) {
  QSlider* slider = sliderOf(window, "expression_scale");
  std::vector<double> times;
  for (int i = 0; i < kMoves; ++i)
    times.push_back(watch.after([&] { slider->setValue(slider->maximum() / 4 + (i % 10) * 2 + 1); }));
  window.studio().document().undoStack()->setIndex(0);
  return times;
}

std::vector<double> dragBlink(MainWindow& window, PaintWatch& watch) {
  Studio& studio = window.studio();
  TimelinePlot& plot = window.curves().plot();
  const auto blinks = studio.shownBlinks();
  if (blinks.empty()) return {};
  const QPointF grip(plot.blinkRect(0).center());
  const auto middle = std::int64_t((blinks[0].startSeconds + blinks[0].durationSeconds / 2) *
                                   studio.project().frameRate.perSecond());
  studio.player().seek(middle);
  waitFor([&] { return studio.shownFrame() == middle; }, kPatience);
  mouse(plot, QEvent::MouseMove, grip, Qt::NoButton);
  mouse(plot, QEvent::MouseButtonPress, grip, Qt::LeftButton);
  std::vector<double> times;
  for (int i = 0; i < kMoves; ++i)
    times.push_back(
        watch.after([&] { mouse(plot, QEvent::MouseMove, grip + QPointF(3 + (i % 8), 0), Qt::LeftButton); }));
  mouse(plot, QEvent::MouseButtonRelease, grip, Qt::NoButton);
  studio.document().undoStack()->setIndex(0);
  return times;
}

/// Pictures a second while the film plays from frames that are all ready.
double play(MainWindow& window, PaintWatch& watch) {
  Studio& studio = window.studio();
  waitFor([&] { return studio.cache().nextMissing(0, studio.frames()) < 0; }, kPatience);
  studio.player().seek(0);
  waitFor([&] { return studio.shownFrame() == 0; }, kPatience);
  watch.forget();
  QElapsedTimer timer;
  timer.start();
  studio.player().play();
  waitFor([] { return false; }, int(kPlaySeconds * 1000));
  studio.player().pause();
  return double(watch.pictures()) / (double(timer.nsecsElapsed()) * 1e-9);
}

struct RenderFigures {
  bool done = false;
  double seconds = 0;
  EventLoopWatch::Gap largestGap;
  int gapsOver50 = 0;
};

/// A film is rendered while the user goes on looking through the frames.
RenderFigures render(MainWindow& window) {
  Studio& studio = window.studio();
  const QTemporaryDir folder;
  EventLoopWatch watch;
  QTimer user;
  QObject::connect(&user, &QTimer::timeout, &studio,
                   [&] { studio.player().seek((studio.playhead() + 7) % studio.frames()); });
  QElapsedTimer timer;
  timer.start();
  watch.start();
  user.start(120);
  const int id = studio.renderFilm(folder.filePath("benchmark.mp4"));
  RenderFigures figures;
  waitFor([&] { return studio.jobs().job(studio.jobs().rowOf(id)).finished(); }, 10 * kPatience);
  watch.stop();
  figures.done = studio.jobs().job(studio.jobs().rowOf(id)).state == JobState::done;
  figures.seconds = double(timer.elapsed()) / 1000;
  figures.largestGap = watch.largest();
  figures.gapsOver50 = watch.gapsOver(50);
  return figures;
}

}  // namespace

double processAgeMilliseconds() {
#ifdef Q_OS_LINUX
  QFile file("/proc/self/stat");
  if (!file.open(QIODevice::ReadOnly)) return 0;
  const QByteArray text = file.readAll();
  // The name in brackets may hold blanks; the start time is the 20th field after it.
  const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
  timespec now{};
  if (fields.size() < 20 || clock_gettime(CLOCK_BOOTTIME, &now) != 0) return 0;
  const double startSeconds = fields[19].toDouble() / double(sysconf(_SC_CLK_TCK));
  return 1000 * (double(now.tv_sec) + 1e-9 * double(now.tv_nsec) - startSeconds);
#else
  return 0;
#endif
}

int runBenchmark(MainWindow& window, double startMilliseconds, bool json) {
  Studio& studio = window.studio();
  PaintWatch watch(window);
  if (!window.openSample() ||
      !waitFor([&] { return studio.frames() > 1 && !studio.shownImage().isNull(); }, kPatience)) {
    std::fprintf(stderr, "orator-studio: the sample project was not opened\n");
    return 1;
  }
  const std::int64_t speaking = studio.frames() / 4;
  studio.player().seek(speaking);
  waitFor([&] { return studio.shownFrame() == speaking; }, kPatience);
  const QSize size = studio.shownImage().size();
  const std::vector<double> slider = moveSlider(window, watch), blink = dragBlink(window, watch);
  const double fps = play(window, watch), wanted = studio.project().frameRate.perSecond();
  const RenderFigures film = render(window);

  if (json) {
    const QJsonObject object{{"start_ms", startMilliseconds},
                             {"preview_width", size.width()},
                             {"preview_height", size.height()},
                             {"slider_median_ms", share(slider, 0.5)},
                             {"slider_p95_ms", share(slider, 0.95)},
                             {"blink_median_ms", share(blink, 0.5)},
                             {"blink_p95_ms", share(blink, 0.95)},
                             {"play_fps", fps},
                             {"track_fps", wanted},
                             {"render_seconds", film.seconds},
                             {"render_largest_gap_ms", double(film.largestGap.whole)},
                             {"render_largest_own_gap_ms", double(film.largestGap.own)},
                             {"render_gaps_over_50_ms", film.gapsOver50}};
    std::printf("%s\n", QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
  } else {
    std::printf("start to a usable window        %7.0f ms\n", startMilliseconds);
    std::printf("slider to frame, %4d x %-4d     %7.1f ms median, %.1f ms 95th percentile\n", size.width(),
                size.height(), share(slider, 0.5), share(slider, 0.95));
    std::printf("blink drag to frame             %7.1f ms median, %.1f ms 95th percentile\n",
                share(blink, 0.5), share(blink, 0.95));
    std::printf("playing                         %7.1f of %.0f frames a second\n", fps, wanted);
    std::printf(
        "event loop during a render      %7.1f ms largest gap (%.1f ms without waiting for a processor), "
        "%d own gaps over 50 ms in %.1f s\n",
        double(film.largestGap.whole), double(film.largestGap.own), film.gapsOver50, film.seconds);
  }
  return film.done ? 0 : 1;
}

}  // namespace orator::ui
