#pragma once

#include "core/base/largest_side.h"
#include "core/render/face_renderer.h"

namespace orator::render {

/// The part of a portrait that frames show: the head for `crop`, the head and its surroundings for `extcrop`,
/// else the whole picture. @throws Error faceCutOff when the framed head lies outside the picture
cv::Rect shownPart(const face::Portrait& portrait, CropMode mode);

/// Longer side, in pixels, of a film whose size nobody chose; 0 where the portrait's own serves. Phones and
/// browsers decode H.264 in hardware up to level 5.1 (983 040 macroblocks of 16 x 16 pixels a second), and
/// more than 1440 pixels on the short side show nothing more of a face.
int defaultFilmSide(cv::Size shown, FrameRate rate);

}  // namespace orator::render
