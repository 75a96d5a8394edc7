#include "core/render/framing.h"

#include "core/face/sadtalker/portrait_crop.h"

namespace orator::render {

cv::Rect shownPart(const face::Portrait& portrait, CropMode mode) {
  using face::sadtalker::Framing;
  if (mode != CropMode::crop && mode != CropMode::extcrop) return {{}, portrait.rgb.size()};
  return face::sadtalker::framedBox(face::sadtalker::landmarks68(portrait.landmarks), portrait.rgb.size(),
                                    mode == CropMode::crop ? Framing::inner : Framing::extended);
}

}  // namespace orator::render
