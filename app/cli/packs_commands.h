#pragma once

#include <CLI/App.hpp>

#include "app/cli/session.h"

namespace orator::cli {

// The sub-commands of `orator packs` that add packs.
void addPacksImportCommand(CLI::App& packs, Session& session);
void addPacksDownloadCommand(CLI::App& packs, Session& session);
void addPacksForgeCommand(CLI::App& packs, Session& session);

}  // namespace orator::cli
