#pragma once

#include <memory>
#include <optional>

#include "core/render/face_renderer.h"

namespace orator::test {

/// The neural renderer at 128 pixels with random weights of the published shapes, on the CPU.
/// @param ahead as makeNeuralRenderer
std::unique_ptr<render::FaceRenderer> forgedNeuralRenderer(const face::Portrait& portrait,
                                                           const render::RenderSettings& settings,
                                                           std::optional<bool> ahead = {});

}  // namespace orator::test
