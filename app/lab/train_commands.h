#pragma once

#include <CLI/App.hpp>

#include "app/command_line/command_session.h"

namespace orator::cli {

// What `orator-lab train` can train: each declares one sub-command of it.
void addTrainExpressionMap(CLI::App& train, CommandSession& session);
void addTrainFaceModel(CLI::App& train, CommandSession& session);
void addTrainFinish(CLI::App& train, CommandSession& session);
void addTrainRebase(CLI::App& train, CommandSession& session);
void addTrainSyncNet(CLI::App& train, CommandSession& session);
void addTrainWeights(CLI::App& train, CommandSession& session);

void addTrainMotion(CLI::App& train, CommandSession& session);

}  // namespace orator::cli
