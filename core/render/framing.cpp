#include "core/render/framing.h"

#include <algorithm>
#include <cmath>

#include "core/face/sadtalker/portrait_crop.h"

namespace orator::render {

cv::Rect shownPart(const face::Portrait& portrait, CropMode mode) {
  using face::sadtalker::Framing;
  if (mode != CropMode::crop && mode != CropMode::extcrop) return {{}, portrait.rgb.size()};
  return face::sadtalker::framedBox(face::sadtalker::landmarks68(portrait.landmarks), portrait.rgb.size(),
                                    mode == CropMode::crop ? Framing::inner : Framing::extended);
}

int defaultFilmSide(cv::Size shown, FrameRate rate) {
  constexpr double kShortSide = 1440, kMacroblocksPerSecond = 983040, kMacroblockPixels = 256;
  const double perSecond = std::max(1.0, rate.perSecond());
  const double bySide = kShortSide / std::min(shown.width, shown.height);
  const double byLevel = std::sqrt(kMacroblocksPerSecond * kMacroblockPixels / perSecond / shown.area());
  const double scale =
      std::min({bySide, byLevel, double(kLargestSide) / std::max(shown.width, shown.height)});
  if (scale >= 1) return 0;
  return 2 * int(std::floor(scale * std::max(shown.width, shown.height) / 2));
}

}  // namespace orator::render
