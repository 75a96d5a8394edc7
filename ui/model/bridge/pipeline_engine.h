#pragma once

#include <functional>
#include <memory>

#include "ui/model/bridge/engine.h"

namespace orator::ui {

/// Whether the finished frames of a film are kept on disk, for going on after a pause or a crash.
using KeepFrames = std::function<bool(const project::Project&, const motion::MotionTrack&)>;

/// Those of every film that takes longer than half a minute; see worthResuming().
bool keepsFramesOfLongFilms(const project::Project& project, const motion::MotionTrack& track);

/// The engine that the program uses: core/pipeline with the installed packs.
std::shared_ptr<Engine> makePipelineEngine(KeepFrames keepFrames = keepsFramesOfLongFilms);

/// Reads a voice for showing, hearing and driving. @throws Error as media::readVoice16k
std::shared_ptr<const VoiceData> readVoiceData(const std::filesystem::path& file,
                                               const project::VoiceEdit& edit, const RunContext& context);

}  // namespace orator::ui
