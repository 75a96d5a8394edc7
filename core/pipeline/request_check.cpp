#include "core/base/files.h"
#include "core/pipeline/animate.h"
#include "core/pipeline/parameters.h"

namespace orator::pipeline {

void checkRequest(const AnimateRequest& request) {
  checkSettings(request);
  render::requireRendererName(request.renderer);
  if (render::rendererTraits(request.renderer).offers(render::Precision::fast) &&
      request.render.precision == render::Precision::fast && request.render.device == "cpu")
    throw Error(ErrorCode::deviceUnavailable, "fast precision", "it needs a CUDA device, cpu is chosen",
                "Choose the exact precision, or the device cuda");
  const bool idle = request.idleSeconds > 0;
  if (idle && !(request.voice.empty() && request.track.empty()))
    throw Error(ErrorCode::invalidArgument, "idle", "who waits has neither a voice nor a track",
                "Leave out either idle or the other");
  if (request.portrait.empty())
    throw Error(ErrorCode::invalidArgument, "portrait", "is not given", "Name a picture of a face");
  requireFile(request.portrait);
  if ((request.track.empty() && !idle) || !request.voice.empty()) requireFile(request.voice);
  if (!request.track.empty()) requireFile(request.track);
  for (const auto& video : {request.motion.poseReference, request.motion.blinkReference})
    if (!video.empty()) requireFile(video);
}

}  // namespace orator::pipeline
