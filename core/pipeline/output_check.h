#pragma once

#include "core/pipeline/animate.h"

namespace orator::pipeline {

/// Refuses an output that must not or cannot be written before minutes are spent on it.
/// @throws Error invalidArgument (an input, or a file that is no film), outputUnwritable, diskFull
void checkOutput(const AnimateRequest& request);

}  // namespace orator::pipeline
