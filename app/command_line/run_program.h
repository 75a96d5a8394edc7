#pragma once

#include <CLI/App.hpp>
#include <span>

#include "app/command_line/command_session.h"

namespace orator::cli {

/// Declares one sub-command with its options and sets session.work when it is chosen.
using AddCommand = void (*)(CLI::App& app, CommandSession& session);

/// A command-line program of sub-commands.
struct Program {
  const char* name;         ///< "orator"
  const char* description;  ///< one sentence, at the head of the help
  std::span<const AddCommand> commands;
};

/// All that main() does: declares the sub-commands, parses, runs the chosen one. Every failure ends here, is
/// printed once and becomes the exit code.
/// @return the exit code
int runProgram(const Program& program, int argc, char** argv);

}  // namespace orator::cli
