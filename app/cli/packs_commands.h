#pragma once

#include <CLI/App.hpp>

#include "app/command_line/command_session.h"

namespace orator::cli {

// The sub-commands of `orator packs` that add packs, and those that name, copy and remove them.
void addPacksImportCommand(CLI::App& packs, CommandSession& session);
void addPacksDownloadCommand(CLI::App& packs, CommandSession& session);
void addPacksManageCommands(CLI::App& packs, CommandSession& session);

}  // namespace orator::cli
