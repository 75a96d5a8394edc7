#pragma once

#include <memory>

#include "ui/bridge/engine.h"

namespace orator::ui {

/// The engine that the program uses: core/pipeline with the installed packs.
std::shared_ptr<Engine> makePipelineEngine();

/// Reads a voice for showing, hearing and driving. @throws Error as media::readVoice16k
std::shared_ptr<const VoiceData> readVoiceData(const std::filesystem::path& file,
                                               const project::VoiceEdit& edit, const RunContext& context);

}  // namespace orator::ui
