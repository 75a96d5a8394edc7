#pragma once

#include "core/pipeline/film_parts.h"

namespace orator::pipeline {

/// Those of the track that the film shows. @throws Error invalidArgument (none of them is in the track)
FrameRange filmFrames(const AnimateRequest& request, const motion::MotionTrack& track,
                      const RunContext& context);

/// What the renderer of the film is made with: the request's, in the size that its frame needs.
render::RenderSettings filmRenderSettings(const AnimateRequest& request, const Analysed& analysed,
                                          const motion::MotionTrack& track, const RunContext& context);

/// The last step of a film: from a track to a file, by way of the journal. Stage "render" (frames).
/// @throws Error any code
AnimateResult renderFilm(const Stages& stages, const AnimateRequest& request, const Analysed& analysed,
                         const motion::MotionTrack& track, const RunContext& context);

}  // namespace orator::pipeline
