#include "app/command_line/run_program.h"

#include <CLI/CLI.hpp>
#include <exception>
#include <string>
#include <string_view>

#include "app/command_line/interrupt.h"
#include "app/command_line/usage_error.h"
#include "core/base/foreign_error.h"

namespace orator::cli {
namespace {

/// The mode has to be known for errors of the command line itself, which stop the parser.
ProgressMode modeFromArguments(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--progress=json" ||
        (argument == "--progress" && i + 1 < argc && argv[i + 1] == std::string_view("json")))
      return ProgressMode::json;
  }
  return ProgressMode::automatic;
}

}  // namespace

int runProgram(const Program& program, int argc, char** argv) {
  CommandSession session;
  session.program = program.name;
  session.progressMode = modeFromArguments(argc, argv);
  const Interrupt interrupt(session.stop);

  CLI::App app(program.description, program.name);
  app.set_version_flag("--version", std::string(program.name) + " " ORATOR_VERSION);
  app.require_subcommand(1);
  app.footer(exitCodeText());
  app.get_formatter()->column_width(34);
  for (const AddCommand add : program.commands) add(app, session);

  try {
    try {
      app.parse(argc, argv);
    } catch (const CLI::Success& help) {
      return app.exit(help);
    } catch (const CLI::ParseError& error) {
      throw usageError(app, error);
    }
    session.work();
    return 0;
  } catch (const std::exception& exception) {
    const Error error = asError(exception);
    session.progress().failed(error);
    return int(error.code());
  }
}

}  // namespace orator::cli
