#include "app/command_line/run_program.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>
#include <string_view>

#include "app/command_line/completion.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/manual_page.h"
#include "app/command_line/usage_error.h"
#include "core/base/blas_memory.h"
#include "core/base/foreign_error.h"
#include "core/base/standard_streams.h"

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

/// Whose work is being done; none at other times.
std::atomic<CommandSession*> atWork = nullptr;

/// OpenBLAS and OpenMP end the program themselves, with 1, where they get no memory or no thread.
void endedByLibrary() {
  CommandSession* const session = atWork;
  if (!session) return;
  const Error error = asError(std::bad_alloc());
  session->progress().failed(error);
  _exit(int(error.code()));
}

/// While it lives, exit() is the act of a library.
class AtWork {
 public:
  explicit AtWork(CommandSession& session) {
    static const int handled = std::atexit(endedByLibrary);
    if (handled == 0) atWork = &session;
  }
  ~AtWork() { atWork = nullptr; }
  AtWork(const AtWork&) = delete;
  AtWork& operator=(const AtWork&) = delete;
};

void requireTold() {
  if (!standardOutputArrived())
    throw Error(ErrorCode::outputUnwritable, "standard output", "what there was to tell could not be written",
                "Free some space, or let it go to another place");
}

}  // namespace

int runProgram(const Program& program, int argc, char** argv) {
  openStandardStreams();
  reserveBlasMemory();
  CommandSession session;
  session.program = program.name;
  session.progressMode = modeFromArguments(argc, argv);
  try {
    const Interrupt interrupt(session.stop);
    CLI::App app(program.description, program.name);
    app.set_version_flag("--version", std::string(program.name) + " " ORATOR_VERSION);
    app.require_subcommand(1);
    app.footer(exitCodeText());
    app.get_formatter()->column_width(34);
    for (const AddCommand add : program.commands) add(app, session);
    addCompletionCommand(app, session);
    addManualCommand(app, session);
    try {
      app.parse(argc, argv);
    } catch (const CLI::Success& help) {
      app.exit(help);
      requireTold();
      return 0;
    } catch (const CLI::ParseError& error) {
      throw usageError(app, error);
    }
    const AtWork here(session);
    session.work();
    requireTold();
    return session.exitCode;
  } catch (const std::exception& exception) {
    const Error error = asError(exception);
    session.progress().failed(error);
    return int(error.code());
  }
}

}  // namespace orator::cli
