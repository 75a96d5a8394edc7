#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <vector>

namespace orator::ui {

/// Measures how long the thread it lives on stays away from its event loop. A tick is asked for every few
/// milliseconds; a gap is the time by which one comes late.
class EventLoopWatch : public QObject {
  Q_OBJECT
 public:
  /// Milliseconds.
  struct Gap {
    float whole = 0;
    float own = 0;  ///< without the time in which other programs had the processor
  };
  explicit EventLoopWatch(QObject* parent = nullptr);
  /// Forgets what was measured and starts.
  void start();
  void stop();
  /// In the order of their time; the newest kHistory.
  const std::vector<Gap>& gaps() const { return gaps_; }
  Gap largest() const { return largest_; }
  /// How many gaps since the start were longer, other programs apart.
  int gapsOver(double milliseconds) const;
  static constexpr std::size_t kHistory = 40000;

 private:
  void tick();

  QTimer timer_;
  QElapsedTimer since_;
  double waited_ = 0;  ///< for a processor, until the last tick
  std::vector<Gap> gaps_;
  Gap largest_;
};

}  // namespace orator::ui
