#pragma once

#include <span>
#include <vector>

#include "core/base/run_context.h"
#include "core/capture/capture.h"
#include "core/motion/sadtalker/manner.h"

namespace orator::learning {

/// How one person speaks and moves the head, as measured.
struct MeasuredManner {
  motion::sadtalker::Manner manner;
  double extentDegrees = 0, speedDegreesPerSecond = 0;  ///< of the person's head
  bool ownSpeech = false;  ///< gain and offset follow the person; else they change nothing
  /// Distance of the lips that the voice moves from the filmed ones, root mean square over the height of the
  /// face, on the frames judged, with the general manner and with this one; negative without a voice.
  double lipsBefore = -1, lipsAfter = -1;
};

struct MannerFrames {
  std::span<const std::int64_t> learned, setAside, judged;
  std::int64_t portrait = 0;
};

/// Head: extent and middle of the filmed motion, after the filter that made motion passes; the tempo of the
/// style that is nearest to it when it hears the person. Speech: per coefficient the gain that brings the
/// spread of what the network says to the person's, as far as both correlate, and the difference of the
/// means; both drawn towards no change where there is little footage. It is kept where it brings lips nearer
/// to the filmed ones on frames that were set aside.
/// @param voice16k the video's own, on the clock of the capture; empty: none
/// @throws Error cancelled, what networks throw that cannot be read
MeasuredManner measureManner(const capture::Capture& seen, const MannerFrames& frames,
                             std::span<const float> voice16k, const packs::Pack& pack,
                             const face::FaceModel& model, const RunContext& context);

}  // namespace orator::learning
