#pragma once

#include <CLI/App.hpp>

#include "app/cli/session.h"

namespace orator::cli {

// What `orator train` can train: each declares one sub-command of it.
void addTrainExpressionMap(CLI::App& train, Session& session);
void addTrainFaceModel(CLI::App& train, Session& session);
void addTrainRebase(CLI::App& train, Session& session);
void addTrainSyncNet(CLI::App& train, Session& session);

void addTrainMotion(CLI::App& train, Session& session);

}  // namespace orator::cli
