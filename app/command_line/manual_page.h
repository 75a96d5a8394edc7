#pragma once

#include <CLI/App.hpp>
#include <string>

#include "app/command_line/command_session.h"

namespace orator::cli {

/// The program's manual page (section 1, in the man macros of roff), made of what --help shows.
std::string manualPage(const CLI::App& program, const std::string& version);

/// `manual`, which prints that page.
void addManualCommand(CLI::App& program, CommandSession& session);

}  // namespace orator::cli
