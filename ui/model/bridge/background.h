#pragma once

#include <QObject>
#include <QThreadPool>
#include <functional>

#include "ui/model/bridge/problem.h"

namespace orator::ui {

/// Work that would let the window wait: copying, hashing, writing files. Lives on the GUI thread; at its end
/// it waits for what still runs, whose outcome is then told to nobody.
class Background : public QObject {
 public:
  Background() = default;
  /// @param threads 1: in the order of the calls
  explicit Background(int threads) { pool_.setMaxThreadCount(threads); }
  ~Background() override { finish(); }
  /// Waits for what still runs.
  void finish() { pool_.waitForDone(); }
  /// @param work runs in another thread; afterwards, on the GUI thread,
  /// @param done where it succeeded, or @param failed where it threw while `doing` something
  void run(const QString& doing, std::function<void()> work, std::function<void()> done,
           std::function<void(const Problem&)> failed);

 private:
  QThreadPool pool_;
};

}  // namespace orator::ui
