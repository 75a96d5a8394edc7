#pragma once

#include <CLI/App.hpp>

#include "app/command_line/command_session.h"

namespace orator::cli {

// Each declares one sub-command with its options and sets session.work when it is chosen.
void addAnimateCommand(CLI::App& app, CommandSession& session);
void addCaptureCommand(CLI::App& app, CommandSession& session);
void addMotionCommand(CLI::App& app, CommandSession& session);
void addPersonaliseCommand(CLI::App& app, CommandSession& session);
void addRenderCommand(CLI::App& app, CommandSession& session);
void addQualityCommand(CLI::App& app, CommandSession& session);
void addFarmCommand(CLI::App& app, CommandSession& session);
void addServeCommand(CLI::App& app, CommandSession& session);
void addWatchCommand(CLI::App& app, CommandSession& session);
void addFace3dCommand(CLI::App& app, CommandSession& session);
void addLandmarksCommand(CLI::App& app, CommandSession& session);
void addPacksCommand(CLI::App& app, CommandSession& session);
void addSpeakCommand(CLI::App& app, CommandSession& session);
void addWordsCommand(CLI::App& app, CommandSession& session);
void addInfoCommand(CLI::App& app, CommandSession& session);
void addBenchCommand(CLI::App& app, CommandSession& session);
void addParametersCommand(CLI::App& app, CommandSession& session);
void addSchemaCommand(CLI::App& app, CommandSession& session);

/// The commands that have moved to orator-lab: hidden in the help, they say where they went.
void addMovedCommands(CLI::App& app, CommandSession& session);

}  // namespace orator::cli
