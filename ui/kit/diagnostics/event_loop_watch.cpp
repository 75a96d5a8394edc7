#include "ui/kit/diagnostics/event_loop_watch.h"

#include <QFile>
#include <algorithm>

namespace orator::ui {
namespace {

constexpr int kTickMilliseconds = 5;

/// Milliseconds this thread was ready to run but had no processor; 0 where the system does not say.
double processorWait() {
#ifdef Q_OS_LINUX
  QFile file("/proc/thread-self/schedstat");
  if (!file.open(QIODevice::ReadOnly)) return 0;
  const QList<QByteArray> fields = file.readAll().split(' ');
  return fields.size() > 1 ? fields[1].toDouble() * 1e-6 : 0;
#else
  return 0;
#endif
}

}  // namespace

EventLoopWatch::EventLoopWatch(QObject* parent) : QObject(parent) {
  timer_.setTimerType(Qt::PreciseTimer);
  timer_.setInterval(kTickMilliseconds);
  connect(&timer_, &QTimer::timeout, this, &EventLoopWatch::tick);
}

void EventLoopWatch::start() {
  gaps_.clear();
  largest_ = {};
  waited_ = processorWait();
  since_.start();
  timer_.start();
}

void EventLoopWatch::stop() {
  timer_.stop();
}

void EventLoopWatch::tick() {
  const double waited = processorWait();
  Gap gap;
  gap.whole = float(std::max(0.0, double(since_.nsecsElapsed()) * 1e-6 - kTickMilliseconds));
  gap.own = std::max(0.f, gap.whole - float(waited - waited_));
  since_.start();
  waited_ = waited;
  largest_.whole = std::max(largest_.whole, gap.whole);
  largest_.own = std::max(largest_.own, gap.own);
  gaps_.push_back(gap);
  if (gaps_.size() > kHistory) gaps_.erase(gaps_.begin(), gaps_.begin() + kHistory / 2);
}

int EventLoopWatch::gapsOver(double milliseconds) const {
  return int(
      std::count_if(gaps_.begin(), gaps_.end(), [&](const Gap& gap) { return gap.own > milliseconds; }));
}

}  // namespace orator::ui
