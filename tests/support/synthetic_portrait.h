#pragma once

#include <memory>

#include "core/face/portrait.h"
#include "core/motion/motion_track.h"

namespace orator::test {

/// A drawn head whose landmarks, fit and matte are exact: the studio pack's mean face projected by a known
/// camera, skin with white eyes and black irises, red lips, a patterned background.
std::shared_ptr<const face::Portrait> syntheticPortrait();

/// The same with an open mouth: its upper teeth, the dark below them, and a red tongue on the lower lip.
/// @param jaw how far it is open, jaw_open of the fit
std::shared_ptr<face::Portrait> openMouthed(float jaw, cv::Scalar teeth);

/// The track reference row of a portrait: its β0 and pose.
motion::CoefficientRow sourceRow(const face::Portrait& portrait);

}  // namespace orator::test
