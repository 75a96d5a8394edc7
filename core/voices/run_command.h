#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/run_context.h"

namespace orator::voices {

/// What a program left.
struct CommandResult {
  int exitCode = 0;    ///< 127 where it cannot be started, 128 + n where signal n ended it
  std::string output;  ///< the last of what it said on both streams
};

/// Runs a program to its end, without a shell. @param command the program, looked for in PATH, and its
/// arguments
/// @param input what it reads from its standard input; empty: nothing
/// @throws Error cancelled (the program and what it started are ended), internal
CommandResult runCommand(const std::vector<std::string>& command, const std::filesystem::path& input,
                         const RunContext& context);

/// The place of a program in PATH; empty where there is none.
std::filesystem::path programInPath(const std::string& name);

}  // namespace orator::voices
