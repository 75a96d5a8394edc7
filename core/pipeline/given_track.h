#pragma once

#include <filesystem>

#include "core/base/run_context.h"
#include "core/motion/motion_track.h"
#include "core/packs/pack.h"

namespace orator::pipeline {

/// A track that is given: read where the file is one (.json, .csv, .mat), else captured from the video that
/// it is (core/capture; stages "track" and "fit", notes of its gaps).
/// @throws Error what motion::readTrack() or capture::captureVideo() throws
motion::MotionTrack readTrackOf(const std::filesystem::path& trackOrVideo, const packs::Pack& pack,
                                const RunContext& context);

/// Whether the name's ending is that of a track.
bool isTrackFile(const std::filesystem::path& file);

}  // namespace orator::pipeline
