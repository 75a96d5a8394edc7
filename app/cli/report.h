#pragma once

#include "app/cli/session.h"
#include "core/pipeline/animate.h"

namespace orator::cli {

/// Says where the finished video is, how long it is and how fast it was made.
void report(const pipeline::AnimateResult& result, Session& session);

}  // namespace orator::cli
