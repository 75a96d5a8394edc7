#include <CLI/App.hpp>

#include "app/lab/commands.h"
#include "app/lab/train_commands.h"

namespace orator::cli {

void addTrainCommand(CLI::App& app, CommandSession& session) {
  CLI::App* train = app.add_subcommand("train", "Learn a pack's weights from videos of people");
  train->require_subcommand(1);
  addTrainMotion(*train, session);
  addTrainFaceModel(*train, session);
  addTrainExpressionMap(*train, session);
  addTrainFinish(*train, session);
  addTrainRebase(*train, session);
  addTrainSyncNet(*train, session);
  addTrainWeights(*train, session);
}

}  // namespace orator::cli
