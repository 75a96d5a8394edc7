#pragma once

#include <memory>

#include "core/render/face_renderer.h"

namespace orator::test {

/// The neural renderer at 128 pixels with random weights of the published shapes, on the CPU.
std::unique_ptr<render::FaceRenderer> forgedNeuralRenderer(const face::Portrait& portrait,
                                                           const render::RenderSettings& settings);

}  // namespace orator::test
