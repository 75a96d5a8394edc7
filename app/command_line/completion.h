#pragma once

#include <CLI/App.hpp>
#include <string>

#include "app/command_line/command_session.h"

namespace orator::cli {

/// A script that completes the program's sub-commands, options, choices and files in a shell.
/// @param shell "bash", "zsh" or "fish"
std::string completionScript(const CLI::App& program, const std::string& shell);

/// `completion SHELL`, which prints that script.
void addCompletionCommand(CLI::App& program, CommandSession& session);

}  // namespace orator::cli
