#pragma once

#include <QWidget>
#include <memory>

namespace orator::ui {

class Studio;

/// What the studio shows about itself over the preview: stage timings, tensors, memory, cache, queue, errors.
/// This base shows nothing; it is what a program has that was built with ORATOR_DEBUG_OVERLAY=OFF.
/// Lives on the GUI thread.
class DebugOverlay {
 public:
  virtual ~DebugOverlay() = default;
  virtual bool isAvailable() const { return false; }
  virtual bool isShown() const { return false; }
  virtual void setShown(bool) {}
};

/// The overlay of this build. @param over the widget it lies over; outlives it
std::unique_ptr<DebugOverlay> makeDebugOverlay(Studio& studio, QWidget* over);

}  // namespace orator::ui
