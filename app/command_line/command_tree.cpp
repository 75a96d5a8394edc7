#include "app/command_line/command_tree.h"

#include <array>
#include <sstream>
#include <variant>

#include "core/pipeline/parameters.h"

namespace orator::cli {
namespace {

CommandNode node(const CLI::App& app, const std::string& path) {
  CommandNode made{&app, path, {}};
  for (const CLI::App* child :
       app.get_subcommands([](const CLI::App* known) { return !known->get_group().empty(); }))
    made.children.push_back(node(*child, path.empty() ? child->get_name() : path + " " + child->get_name()));
  return made;
}

void collect(const CommandNode& from, std::vector<const CommandNode*>& into) {
  into.push_back(&from);
  for (const CommandNode& child : from.children) collect(child, into);
}

/// "MODE:{auto,json,none}" as CLI11 writes a list of its own.
std::vector<std::string> listedChoices(std::string& form) {
  const auto open = form.find(":{");
  if (open == std::string::npos || form.back() != '}') return {};
  std::istringstream list(form.substr(open + 2, form.size() - open - 3));
  form.erase(open);
  std::vector<std::string> choices;
  for (std::string choice; std::getline(list, choice, ',');) choices.push_back(choice);
  return choices;
}

std::vector<std::string> parameterChoices(const std::string& name) {
  for (const pipeline::Parameter& one : pipeline::parameters())
    if (const auto* choice = std::get_if<pipeline::Choice>(&one.value); choice && one.optionName() == name)
      return {choice->names.begin(), choice->names.end()};
  return {};
}

bool takesFile(const std::string& form) {
  constexpr std::array kForms{"FILE", "FOLDER", "DIR", "VIDEO", "PICTURE"};
  for (const char* one : kForms)
    if (form.find(one) != std::string::npos) return true;
  return false;
}

OptionFacts factsOf(const CLI::Option& option) {
  OptionFacts facts;
  for (const std::string& name : option.get_lnames()) facts.names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) facts.names.push_back("-" + name);
  facts.description = option.get_description();
  facts.required = option.get_required();
  if (option.get_items_expected_max() == 0) return facts;
  facts.form = option.get_type_name();
  facts.choices = listedChoices(facts.form);
  if (facts.choices.empty() && !facts.names.empty()) facts.choices = parameterChoices(facts.names.front());
  if (facts.names.empty()) facts.form = option.get_name();
  const bool isPath = facts.names.empty() && facts.form == "PATH";
  if (!facts.choices.empty())
    facts.kind = ValueKind::choice;
  else
    facts.kind = isPath || takesFile(facts.form) ? ValueKind::file : ValueKind::text;
  return facts;
}

}  // namespace

CommandNode commandTree(const CLI::App& program) {
  return node(program, "");
}

std::vector<const CommandNode*> allCommands(const CommandNode& root) {
  std::vector<const CommandNode*> all;
  collect(root, all);
  return all;
}

std::vector<OptionFacts> optionsOf(const CLI::App& command) {
  std::vector<OptionFacts> all;
  for (const CLI::Option* option : command.get_options()) all.push_back(factsOf(*option));
  return all;
}

}  // namespace orator::cli
