#pragma once

#include <nlohmann/json.hpp>

#include "core/project/track_edits.h"

namespace orator::project {

/// The JSON form of edits; kinds of edits that there are none of are left out.
nlohmann::json editsJson(const TrackEdits& edits);

/// Unknown keys are ignored. @param frameRate of the project, for what version 1 counted in frames
/// @throws std::invalid_argument naming the key; Error invalidArgument for values out of range
TrackEdits editsFrom(const nlohmann::json& in, FrameRate frameRate);

}  // namespace orator::project
