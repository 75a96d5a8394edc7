#pragma once

#include <memory>

#include "core/face/portrait.h"
#include "core/motion/motion_track.h"

namespace orator::test {

/// A drawn head whose landmarks, fit and matte are exact: the studio pack's mean face projected by a known
/// camera, skin with white eyes and black irises, red lips, a patterned background.
std::shared_ptr<const face::Portrait> syntheticPortrait();

/// The track reference row of a portrait: its β0 and pose.
motion::CoefficientRow sourceRow(const face::Portrait& portrait);

}  // namespace orator::test
