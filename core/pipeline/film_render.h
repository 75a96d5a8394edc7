#pragma once

#include "core/pipeline/film_parts.h"

namespace orator::pipeline {

/// The last step of a film: from a track to a file, by way of the journal. Stage "render" (frames).
/// @throws Error any code
AnimateResult renderFilm(const Stages& stages, const AnimateRequest& request, const Analysed& analysed,
                         const motion::MotionTrack& track, const RunContext& context);

}  // namespace orator::pipeline
