#include "app/command_line/completion.h"

#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>

#include "app/command_line/command_tree.h"

namespace orator::cli {
namespace {

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

/// A name that shell functions may have.
std::string functionName(const std::string& program) {
  std::string name = "_" + program;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

/// In single quotes of any of the shells: a quote itself becomes '\''.
std::string quoted(const std::string& text) {
  std::string made = "'";
  for (const char c : text) {
    if (c == '\'')
      made += "'\\''";
    else
      made += c == '\n' ? ' ' : c;
  }
  return made + "'";
}

/// The first sentence of a description: lists of completions have a line for each.
std::string brief(const std::string& description) {
  std::size_t end = description.size();
  for (const char* stop : {"; ", ". ", " (", "\n"}) end = std::min(end, description.find(stop));
  std::string text = description.substr(0, end);
  while (!text.empty() && (text.back() == ' ' || text.back() == ',')) text.pop_back();
  return text;
}

std::vector<std::string> childNames(const CommandNode& node) {
  std::vector<std::string> names;
  for (const CommandNode& child : node.children) names.push_back(child.app->get_name());
  return names;
}

bool takesFileArgument(const std::vector<OptionFacts>& options) {
  return std::any_of(options.begin(), options.end(), [](const OptionFacts& option) {
    return option.names.empty() && option.kind == ValueKind::file;
  });
}

/// "/packs/list" for "packs list": no word of a command line has a slash where commands stand.
std::string caseName(const std::string& path) {
  std::string name = path.empty() ? "" : "/" + path;
  std::replace(name.begin(), name.end(), ' ', '/');
  return name;
}

std::string knownPaths(const std::vector<const CommandNode*>& nodes) {
  std::vector<std::string> paths;
  for (const CommandNode* node : nodes)
    if (!node->path.empty()) paths.push_back(caseName(node->path));
  return joined(paths, "|");
}

std::string bashScript(const CLI::App& program) {
  const CommandNode root = commandTree(program);
  const auto nodes = allCommands(root);
  std::string values, words;
  for (const CommandNode* node : nodes) {
    const std::string path = caseName(node->path);
    const std::vector<OptionFacts> options = optionsOf(*node->app);
    std::vector<std::string> names = childNames(*node);
    for (const OptionFacts& option : options) {
      names.insert(names.end(), option.names.begin(), option.names.end());
      if (option.names.empty() || option.kind == ValueKind::none) continue;
      std::vector<std::string> places;
      for (const std::string& name : option.names)
        places.push_back(std::string("\"").append(path).append(":").append(name).append("\""));
      const char* action = option.kind == ValueKind::file ? "compopt -o default" : ":";
      values += "    " + joined(places, "|") + ") " +
                (option.kind == ValueKind::choice
                     ? "COMPREPLY=($(compgen -W " + quoted(joined(option.choices, " ")) + " -- \"$word\"))"
                     : action) +
                "; return ;;\n";
    }
    words += "    \"" + path + "\") COMPREPLY=($(compgen -W " + quoted(joined(names, " ")) +
             " -- \"$word\"))" + (takesFileArgument(options) ? "; compopt -o default" : "") + " ;;\n";
  }
  const std::string& name = program.get_name();
  const std::string function = functionName(name);
  return "# Completion of " + name + " for bash, made by: " + name + " completion bash\n" + function +
         "() {\n"
         "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= i\n"
         "  COMPREPLY=()\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    case \"$command/${COMP_WORDS[i]}\" in\n"
         "      " +
         knownPaths(nodes) +
         ") command=\"$command/${COMP_WORDS[i]}\" ;;\n"
         "    esac\n"
         "  done\n"
         "  case \"$command:$before\" in\n" +
         values +
         "  esac\n"
         "  case \"$command\" in\n" +
         words +
         "  esac\n"
         "}\n"
         "complete -F " +
         function + " " + name + "\n";
}

/// A description inside _arguments: brackets and colons have a meaning there.
std::string inBrackets(const std::string& text) {
  std::string made;
  for (const char c : brief(text)) {
    if (c == '[' || c == ']' || c == ':') made += '\\';
    made += c;
  }
  return made;
}

std::string zshAction(const OptionFacts& option) {
  const std::string message = option.form.empty() ? "value" : option.form;
  std::string name;
  for (const char c : message) name += c == ':' ? "\\:" : std::string(1, c);
  switch (option.kind) {
    case ValueKind::none:
      return "";
    case ValueKind::file:
      return ":" + name + ":_files";
    case ValueKind::choice:
      return ":" + name + ":(" + joined(option.choices, " ") + ")";
    case ValueKind::text:
      return ":" + name + ": ";
  }
  return "";
}

std::string zshScript(const CLI::App& program) {
  const CommandNode root = commandTree(program);
  const auto nodes = allCommands(root);
  std::string cases;
  for (const CommandNode* node : nodes) {
    std::string specs;
    for (const OptionFacts& option : optionsOf(*node->app)) {
      for (const std::string& name : option.names)
        specs +=
            " \\\n        " + quoted(name + "[" + inBrackets(option.description) + "]" + zshAction(option));
      if (option.names.empty()) specs += " \\\n        " + quoted("*" + zshAction(option));
    }
    std::string children;
    for (const CommandNode& child : node->children)
      children += " " + quoted(child.app->get_name() + ":" + brief(child.app->get_description()));
    cases += "    " + quoted(caseName(node->path)) + ")\n";
    if (!children.empty())
      cases += "      commands=(" + children + ")\n      _describe -t commands command commands\n";
    if (!specs.empty()) cases += "      _arguments -s" + specs + "\n";
    cases += "      ;;\n";
  }
  const std::string& name = program.get_name();
  const std::string function = functionName(name);
  return "#compdef " + name + "\n# Completion for zsh, made by: " + name + " completion zsh\n" + function +
         "() {\n"
         "  local command= i at=1\n"
         "  local -a commands\n"
         "  for ((i = 2; i < CURRENT; i++)); do\n"
         "    case \"$command/$words[i]\" in\n"
         "      (" +
         knownPaths(nodes) +
         ") command=\"$command/$words[i]\"; at=$i ;;\n"
         "    esac\n"
         "  done\n"
         "  words=($words[at,-1])\n"
         "  ((CURRENT -= at - 1))\n"
         "  case $command in\n" +
         cases +
         "  esac\n"
         "}\n"
         "if [ \"$funcstack[1]\" = " +
         quoted(function) + " ]; then " + function + " \"$@\"; else compdef " + function + " " + name +
         "; fi\n";
}

std::string fishScript(const CLI::App& program) {
  const CommandNode root = commandTree(program);
  const std::string& name = program.get_name();
  const std::string at = "_" + functionName(name) + "_at";
  std::string script = "# Completion of " + name + " for fish, made by: " + name +
                       " completion fish\n"
                       "function " +
                       at +
                       "\n"
                       "  set -l command\n"
                       "  for word in (commandline -opc)[2..-1]\n"
                       "    contains -- \"$command/$word\"";
  const auto nodes = allCommands(root);
  for (const CommandNode* node : nodes)
    if (!node->path.empty()) script += " " + quoted(caseName(node->path));
  script +=
      "; and set command \"$command/$word\"\n"
      "  end\n"
      "  test \"$command\" = \"$argv[1]\"\n"
      "end\n"
      "complete -c " +
      name + " -f\n";
  for (const CommandNode* node : nodes) {
    const std::string here =
        "complete -c " + name + " -n " + quoted(at + " \"" + caseName(node->path) + "\"");
    for (const CommandNode& child : node->children)
      script += here + " -a " + quoted(child.app->get_name()) + " -d " +
                quoted(brief(child.app->get_description())) + "\n";
    for (const OptionFacts& option : optionsOf(*node->app)) {
      std::string line = here;
      for (const std::string& one : option.names)
        line += one.starts_with("--") ? " -l " + one.substr(2) : " -s " + one.substr(1);
      if (option.kind == ValueKind::file) line += option.names.empty() ? " -F" : " -r -F";
      if (option.kind == ValueKind::text && !option.names.empty()) line += " -x";
      if (option.kind == ValueKind::choice) line += " -x -a " + quoted(joined(option.choices, " "));
      script += line + " -d " + quoted(brief(option.description)) + "\n";
    }
  }
  return script;
}

}  // namespace

std::string completionScript(const CLI::App& program, const std::string& shell) {
  if (shell == "zsh") return zshScript(program);
  return shell == "fish" ? fishScript(program) : bashScript(program);
}

void addCompletionCommand(CLI::App& program, CommandSession& session) {
  auto shell = std::make_shared<std::string>();
  CLI::App* command =
      program.add_subcommand("completion", "A script that completes this program's words in a shell");
  command->add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->type_name("SHELL")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->callback([&program, &session, shell] {
    session.work = [&program, shell] { std::cout << completionScript(program, *shell) << std::flush; };
  });
}

}  // namespace orator::cli
