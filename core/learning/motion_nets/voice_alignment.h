#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/learning/clips/data_set.h"
#include "core/learning/measures/lip_geometry.h"
#include "core/motion/sadtalker/exp_net.h"

namespace orator::learning {

/// How late the lips of each clip are against a half-trained network, in frames, by the peak of the
/// correlation of the opening over +-6 frames. Footage comes with sound that is off by up to 0.2 s; a network
/// that has learned from many people knows better than loudness where the lips belong. Clips that are too
/// short or unclear take their collection's value (first folder of the name). The values are against
/// `anchor`, a collection that is known to be exact; without one, against the mean of all.
/// @return frames to move the voice forward, by clip name
std::map<std::string, double> measureOffsets(const motion::sadtalker::ExpNet& net,
                                             const std::vector<Clip>& clips, const LipGeometry& geometry,
                                             const std::string& anchor);

/// Moves the mel spectrogram by whole columns (0.31 frames); its ends repeat.
void moveVoice(Clip& clip, double frames);

}  // namespace orator::learning
