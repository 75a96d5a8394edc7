#pragma once

#include <CLI/App.hpp>

#include "app/command_line/command_session.h"

namespace orator::cli {

// Each declares one sub-command with its options and sets session.work when it is chosen.
void addDatasetCommand(CLI::App& app, CommandSession& session);
void addTrainCommand(CLI::App& app, CommandSession& session);
void addEvaluateCommand(CLI::App& app, CommandSession& session);
void addSelfcheckCommand(CLI::App& app, CommandSession& session);
void addForgeCommand(CLI::App& app, CommandSession& session);

}  // namespace orator::cli
