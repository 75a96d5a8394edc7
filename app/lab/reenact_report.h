#pragma once

#include <filesystem>

#include "app/command_line/command_session.h"
#include "core/lab/evaluate/reenact.h"

namespace orator::cli {

/// `evaluate --reenact`. @param json file for every figure; may be empty
void runReenactment(const lab::ReenactOptions& options, const std::filesystem::path& json,
                    CommandSession& session);

}  // namespace orator::cli
