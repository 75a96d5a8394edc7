#include "ui/model/estimate/render_speed.h"

#include "core/render/renderer_traits.h"
#include "ui/kit/settings/settings.h"

namespace orator::ui::RenderSpeed {
namespace {

constexpr double kLeastSeconds = 1;  // shorter ones tell of preparing, not of drawing

QString keyOf(const std::string& renderer, const std::string& device) {
  return "speed/" + QString::fromStdString(renderer) +
         (render::rendererTraits(renderer).hasDeviceChoice() ? "-" + QString::fromStdString(device)
                                                             : QString());
}

}  // namespace

double secondsPerPixel(const std::string& renderer, const std::string& device) {
  return Settings().value(keyOf(renderer, device), -1.0).toDouble();
}

void learn(const std::string& renderer, const std::string& device, double pixels, double seconds) {
  if (pixels <= 0 || seconds < kLeastSeconds) return;
  const double before = secondsPerPixel(renderer, device), now = seconds / pixels;
  Settings().setValue(keyOf(renderer, device), before < 0 ? now : (before + now) / 2);
}

}  // namespace orator::ui::RenderSpeed
