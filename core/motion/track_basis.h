#pragma once

#include "core/face/expression_map.h"
#include "core/motion/motion_track.h"

namespace orator::motion {

/// True for the names of SadTalker's basis: "bfm", and "sadtalker" of files that do not name one.
bool isBfmBasis(const std::string& basis);

/// A track of SadTalker's basis for a face of the studio model: the portrait's own row plus what changes
/// between the track's source and its rows, expression through the map, pose as it is.
/// @param portrait the portrait's row in the studio basis. The blink lane is kept.
MotionTrack toStudioBasis(const MotionTrack& track, const face::ExpressionMap& map,
                          const CoefficientRow& portrait);

}  // namespace orator::motion
