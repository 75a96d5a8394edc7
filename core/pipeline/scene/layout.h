#pragma once

#include <opencv2/core.hpp>

#include "core/base/frame_rate.h"
#include "core/face/portrait.h"
#include "core/pipeline/scene/scene_settings.h"

namespace orator::pipeline {

/// Where the pictures of a renderer lie in the frame of a film.
struct Layout {
  cv::Rect2d window;   ///< what the film shows, pixels of the shown part of the portrait; may reach beyond it
  cv::Size frame;      ///< of the film, pixels
  int renderSide = 0;  ///< RenderSettings::outputSide that fits; 0: as the portrait
  bool isWhole = true;  ///< the film shows the renderer's pictures as they are
};

/// @param shown part of the portrait that the renderer draws (render::shownPart)
/// @param side longer side of the film, pixels; 0: as large as the portrait, up to render::defaultFilmSide
Layout layoutOf(const SceneSettings& scene, const face::Portrait& portrait, cv::Rect shown, int side,
                FrameRate rate);

/// Where the speaker's mouth is in the frame of a film when the head does not move; empty for a portrait
/// without landmarks.
/// @param frame size of the film, pixels
cv::Rect mouthIn(const Layout& layout, const face::Portrait& portrait, cv::Rect shown, cv::Size frame);

}  // namespace orator::pipeline
