#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace orator::cli {

/// One sub-command as shells and manual pages show it; the program itself is the root.
struct CommandNode {
  const CLI::App* app = nullptr;
  std::string path;  ///< words behind the program's name: "", "animate", "packs list"
  std::vector<CommandNode> children;
};

/// The program's sub-commands in the order of the help, without hidden ones.
CommandNode commandTree(const CLI::App& program);

/// Every node, parents before their children.
std::vector<const CommandNode*> allCommands(const CommandNode& root);

/// What an option takes.
enum class ValueKind { none, file, choice, text };

struct OptionFacts {
  std::vector<std::string> names;  ///< "--out", "-h"; empty: an argument of its own
  std::string form;                ///< what the help calls the value: "FILE"; empty for a flag
  std::string description;
  ValueKind kind = ValueKind::none;
  std::vector<std::string> choices;
  bool required = false;
};

/// Those of one command: declared options, flags and arguments. A choice is known where the option is a
/// parameter's or has CLI11's own list.
std::vector<OptionFacts> optionsOf(const CLI::App& command);

}  // namespace orator::cli
