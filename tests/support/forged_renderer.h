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

/// LivePortrait with pictures of 128 pixels and random weights of the published shapes, driven by the mesh
/// renderer, on the CPU.
std::unique_ptr<render::FaceRenderer> forgedLivePortrait(std::shared_ptr<const face::Portrait> portrait,
                                                         const render::RenderSettings& settings);

}  // namespace orator::test
