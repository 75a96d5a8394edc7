#pragma once

#include "app/command_line/command_session.h"
#include "core/pipeline/animate.h"

namespace orator::cli {

/// Says where the finished video is, how long it is and how fast it was made.
void report(const pipeline::AnimateResult& result, CommandSession& session);

}  // namespace orator::cli
