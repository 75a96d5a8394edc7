#include "core/pipeline/given_track.h"

#include "core/capture/capture.h"
#include "core/motion/track_io.h"

namespace orator::pipeline {

bool isTrackFile(const std::filesystem::path& file) {
  try {
    motion::requireTrackEnding(file);
    return true;
  } catch (const Error&) {
    return false;
  }
}

motion::MotionTrack readTrackOf(const std::filesystem::path& trackOrVideo, const packs::Pack& pack,
                                const RunContext& context) {
  if (isTrackFile(trackOrVideo)) return motion::readTrack(trackOrVideo);
  return capture::captureVideo(trackOrVideo, pack, context).track();
}

}  // namespace orator::pipeline
