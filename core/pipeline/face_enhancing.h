#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/render/face_renderer.h"

namespace orator::pipeline {

/// What faceEnhancingFrom() reads, for messages.
inline constexpr std::string_view kFaceEnhancingForms = "off, gfpgan, or gfpgan:STRENGTH of 0..1";

/// "off", "gfpgan" or "gfpgan:0.7". @return nothing for any other text
std::optional<render::FaceEnhancing> faceEnhancingFrom(std::string_view text);
std::string faceEnhancingText(const render::FaceEnhancing& enhancing);

}  // namespace orator::pipeline
