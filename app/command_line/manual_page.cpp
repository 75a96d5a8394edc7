#include "app/command_line/manual_page.h"

#include <algorithm>
#include <cctype>
#include <iostream>

#include "app/command_line/command_tree.h"
#include "app/command_line/usage_error.h"

namespace orator::cli {
namespace {

/// Text that roff prints as it is: no escapes, no requests at the head of a line.
std::string plain(const std::string& text) {
  std::string made;
  for (const char c : text) {
    if (c == '\\')
      made += "\\e";
    else if (c == '-')
      made += "\\-";
    else if ((c == '.' || c == '\'') && (made.empty() || made.back() == '\n'))
      made += std::string("\\&") + c;
    else
      made += c;
  }
  return made;
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

/// "\fB--out\fR \fIFILE\fR"
std::string heading(const OptionFacts& option) {
  std::string made;
  for (const std::string& name : option.names)
    made += (made.empty() ? "\\fB" : ", \\fB") + plain(name) + "\\fR";
  if (!option.form.empty()) made += (made.empty() ? "\\fI" : " \\fI") + plain(option.form) + "\\fR";
  return made + (option.required ? " (required)" : "");
}

std::string described(const OptionFacts& option) {
  const bool isListed = option.description.find(" or ") != std::string::npos;
  if (option.choices.empty() || isListed) return plain(option.description);
  std::string choices;
  for (const std::string& choice : option.choices) choices += (choices.empty() ? "" : ", ") + choice;
  return plain(option.description + " (" + choices + ")");
}

std::string optionText(const CLI::App& command) {
  std::string text;
  for (const OptionFacts& option : optionsOf(command)) {
    if (std::find(option.names.begin(), option.names.end(), "--help") != option.names.end()) continue;
    text += ".TP\n" + heading(option) + "\n" + described(option) + "\n";
  }
  return text;
}

}  // namespace

std::string manualPage(const CLI::App& program, const std::string& version) {
  const std::string& name = program.get_name();
  std::string description = program.get_description();
  if (description.ends_with('.')) description.pop_back();
  std::string page = ".TH " + upper(plain(name)) + " 1 \"\" \"Orator " + version + "\" \"User Commands\"\n" +
                     ".SH NAME\n" + plain(name) + " \\- " + plain(description) + "\n" + ".SH SYNOPSIS\n.B " +
                     plain(name) + "\n.I COMMAND\n[\\fIOPTIONS\\fR]\n.br\n.B " + plain(name) +
                     "\n.I COMMAND\n\\fB\\-\\-help\\fR\n.SH COMMANDS\n";
  const CommandNode root = commandTree(program);
  for (const CommandNode* node : allCommands(root)) {
    if (node->path.empty()) continue;
    page += ".SS " + plain(name + " " + node->path) + "\n" + plain(node->app->get_description()) + "\n" +
            optionText(*node->app);
  }
  return page + ".SH EXIT STATUS\n.nf\n" + plain(exitCodeText()) + "\n.fi\n";
}

void addManualCommand(CLI::App& program, CommandSession& session) {
  CLI::App* command = program.add_subcommand("manual", "The manual page of this program, for man");
  command->callback([&program, &session] {
    session.work = [&program] { std::cout << manualPage(program, ORATOR_VERSION) << std::flush; };
  });
}

}  // namespace orator::cli
