// Commands that other programs and habits still call by their old names. Kept for one version.
#include <CLI/App.hpp>
#include <algorithm>

#include "app/cli/commands.h"
#include "core/base/error.h"

namespace orator::cli {
namespace {

/// A word as a shell reads it back.
std::string shellWord(const std::string& word) {
  const auto plain = [](unsigned char c) {
    return std::isalnum(c) || c >= 0x80 ||
           std::string_view("-_./=:,+@%").find(char(c)) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), plain)) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

void addMoved(CLI::App& parent, CommandSession& session, const std::string& name,
              const std::string& oldName) {
  CLI::App* command = parent.add_subcommand(name)->group("")->prefix_command();
  command->set_help_flag();
  command->callback([&session, command, name, oldName] {
    std::string line = "orator-lab " + name;
    for (const std::string& word : command->remaining()) line.append(" ").append(shellWord(word));
    session.work = [oldName, line] {
      throw Error(ErrorCode::invalidArgument, oldName, "this command has moved to the program orator-lab",
                  "Run: " + line);
    };
  });
}

}  // namespace

void addMovedCommands(CLI::App& app, CommandSession& session) {
  for (const char* name : {"dataset", "train", "evaluate", "selfcheck"})
    addMoved(app, session, name, std::string("orator ") + name);
  addMoved(*app.get_subcommand("packs"), session, "forge", "orator packs forge");
}

}  // namespace orator::cli
