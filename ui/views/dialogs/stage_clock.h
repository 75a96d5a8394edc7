#pragma once

#include <QElapsedTimer>
#include <QString>

namespace orator::ui {

/// How fast a stage of work goes, from what it has done since it began. GUI thread.
class StageClock {
 public:
  void reset() { stage_.clear(); }
  void note(const QString& stage, qint64 done) {
    if (stage == stage_) return;
    stage_ = stage;
    start_ = done;
    timer_.start();
  }
  /// Units a second; 0 while too little has happened to tell.
  double perSecond(qint64 done) const {
    const double seconds = double(timer_.elapsed()) / 1000;
    return seconds > 1 && done > start_ ? double(done - start_) / seconds : 0;
  }

 private:
  QString stage_;
  QElapsedTimer timer_;
  qint64 start_ = 0;
};

}  // namespace orator::ui
