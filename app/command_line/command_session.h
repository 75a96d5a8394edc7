#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "app/command_line/progress.h"
#include "core/base/run_context.h"

namespace orator::cli {

/// The program did what it was asked, and its answer is no: a film is worth less than was asked for.
inline constexpr int kVerdictExitCode = 1;

/// What one run of the program shares between runProgram() and the chosen sub-command. Lives as long as the
/// program.
struct CommandSession {
  std::string program = "orator";  ///< its name, at the head of messages
  ProgressMode progressMode = ProgressMode::automatic;
  std::stop_source stop;
  /// The chosen sub-command; set while the command line is parsed, called by runProgram() afterwards.
  std::function<void()> work;
  /// Of a run without an Error; `work` may make it kVerdictExitCode.
  int exitCode = 0;

  /// Where progress, notes and results go; made at the first call, in the mode that the command line chose.
  Progress& progress();
  /// For the calls of the core.
  RunContext context() { return {.stop = stop.get_token(), .sink = &progress()}; }

 private:
  std::unique_ptr<Progress> progress_;
};

}  // namespace orator::cli
