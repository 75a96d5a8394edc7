#pragma once

#include <CLI/App.hpp>

#include "app/cli/session.h"
#include "core/pipeline/animate.h"

namespace orator::cli {

/// Portrait, voice, pack, face, seed and everything that shapes the motion.
void addMotionOptions(CLI::App& command, pipeline::AnimateRequest& request);
/// Renderer, crop, size, device, frames: everything that shapes the pictures.
void addRenderOptions(CLI::App& command, pipeline::AnimateRequest& request);

}  // namespace orator::cli
