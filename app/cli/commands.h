#pragma once

#include <CLI/App.hpp>

#include "app/cli/session.h"

namespace orator::cli {

// Each declares one sub-command with its options and sets session.work when it is chosen.
void addAnimateCommand(CLI::App& app, Session& session);
void addMotionCommand(CLI::App& app, Session& session);
void addRenderCommand(CLI::App& app, Session& session);
void addFace3dCommand(CLI::App& app, Session& session);
void addLandmarksCommand(CLI::App& app, Session& session);
void addPacksCommand(CLI::App& app, Session& session);
void addInfoCommand(CLI::App& app, Session& session);
void addBenchCommand(CLI::App& app, Session& session);
void addSelfcheckCommand(CLI::App& app, Session& session);
void addDatasetCommand(CLI::App& app, Session& session);
void addEvaluateCommand(CLI::App& app, Session& session);
void addTrainCommand(CLI::App& app, Session& session);

}  // namespace orator::cli
