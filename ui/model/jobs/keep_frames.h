#pragma once

#include <functional>

#include "core/motion/motion_track.h"
#include "core/project/project.h"

namespace orator::ui {

/// Whether the finished frames of a film are kept on disk, for going on after a pause or a crash.
using KeepFrames = std::function<bool(const project::Project&, const motion::MotionTrack&)>;

/// Those of every film that takes longer than half a minute; see worthResuming().
bool keepsFramesOfLongFilms(const project::Project& project, const motion::MotionTrack& track);

}  // namespace orator::ui
