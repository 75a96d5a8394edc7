#pragma once

#include <CLI/App.hpp>
#include <CLI/Error.hpp>

#include "core/base/error.h"

namespace orator::cli {

/// What is wrong with a command line, with the nearest known option or sub-command as the remedy.
Error usageError(const CLI::App& app, const CLI::ParseError& error);

/// The table of exit codes under `orator --help`.
std::string exitCodeText();

}  // namespace orator::cli
