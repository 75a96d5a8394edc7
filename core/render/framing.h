#pragma once

#include "core/render/face_renderer.h"

namespace orator::render {

/// The part of a portrait that frames show: the head for `crop`, the head and its surroundings for `extcrop`,
/// else the whole picture. @throws Error faceCutOff when the framed head lies outside the picture
cv::Rect shownPart(const face::Portrait& portrait, CropMode mode);

}  // namespace orator::render
