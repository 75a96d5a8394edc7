#pragma once

#include <CLI/App.hpp>
#include <filesystem>
#include <optional>
#include <string>

#include "app/command_line/command_session.h"
#include "core/base/frame_rate.h"
#include "core/base/param_spec.h"

namespace orator::cli {

/// "--blink-strength" for "blink_strength".
std::string flagName(const ParamSpec& spec);
/// Description, range, unit and default of a parameter, for the help.
std::string helpText(const ParamSpec& spec);

/// `--progress auto|json|none`.
void addProgressOption(CLI::App& command, CommandSession& session);

/// `--device auto|cpu|cuda`.
void addDevice(CLI::App& command, std::string& device);

/// A path option that keeps UTF-8 as it is.
CLI::Option* addPath(CLI::App& command, const std::string& name, std::filesystem::path& path,
                     const std::string& help);

/// @throws Error invalidArgument naming the option, the value and the range
double parseNumber(const ParamSpec& spec, const std::string& text);

/// "a:b", the frames a to b-1. @throws Error invalidArgument naming --frames
FrameRange parseFrameRange(const std::string& text);

}  // namespace orator::cli
