#pragma once

#include <QObject>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/device_memory.h"
#include "core/base/tensor_statistics.h"
#include "ui/kit/diagnostics/event_loop_watch.h"
#include "ui/model/studio/studio.h"

namespace orator::ui {

/// The figures of the debug overlay, gathered from the studio's signals while it is shown.
class OverlayFigures : public QObject {
  Q_OBJECT
 public:
  explicit OverlayFigures(Studio& studio);

  /// Gathering costs a little: the event loop is watched and tensors are noted.
  void setGathering(bool on);
  /// Asks for what is not told by signals. A few times a second.
  void renew();

  std::map<std::string, std::vector<float>> stageMilliseconds;  ///< the newest kHistory of each stage
  std::vector<float> loopGaps;
  std::vector<TensorSummary> tensors;
  std::vector<std::string> errors;  ///< newest first
  std::optional<DeviceMemory> device;
  qint64 residentBytes = 0, cacheBytes = 0, cacheBudget = 0;
  std::int64_t cachedFrames = 0, frames = 0;
  int jobsWaiting = 0, jobsRunning = 0, jobsDone = 0, jobsFailed = 0;
  static constexpr std::size_t kHistory = 160;

 private:
  Studio& studio_;
  EventLoopWatch watch_;
};

}  // namespace orator::ui
