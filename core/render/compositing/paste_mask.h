#pragma once

#include "core/render/compositing/paste_back.h"

namespace orator::render {

/// Where a moving head replaces the portrait: 1 on the face and on the hair around it, with room to move,
/// falling smoothly to 0 on every edge of the box that lies inside the portrait. Below the chin, where the
/// body stays the portrait's, it falls from the chin to the edge.
/// @param portrait size @param region box within the portrait
/// @return CV_32FC1 of the region, 0..1
cv::Mat1f pasteMask(cv::Size portrait, cv::Rect region, const PasteGuide& guide);

}  // namespace orator::render
