#pragma once

#include <CLI/App.hpp>

#include "app/cli/session.h"

namespace orator::cli {

// The sub-commands of `orator packs` that add packs.
void addPacksForgeCommand(CLI::App& packs, Session& session);

}  // namespace orator::cli
