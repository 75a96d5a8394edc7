#include "ui/views/overlay/debug_overlay.h"

namespace orator::ui {

std::unique_ptr<DebugOverlay> makeDebugOverlay(Studio&, QWidget*) {
  return std::make_unique<DebugOverlay>();
}

}  // namespace orator::ui
