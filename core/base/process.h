#pragma once

#include <cstddef>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "core/base/run_context.h"

namespace orator {

struct ProcessSettings {
  std::filesystem::path input;  ///< what the program reads from its standard input; empty: nothing
  std::size_t mostBytes = std::numeric_limits<std::size_t>::max();  ///< kept of each stream, the last ones
};

/// What another program left when it ended.
struct ProcessResult {
  int exitCode = -1;     ///< 128 + the signal where one ended it
  std::string out, err;  ///< what it wrote, without the last line's end
};

/// The place of a program: in PATH, or as it is where the name has a folder. Empty where there is none.
std::filesystem::path programInPath(const std::string& name);

/// Runs another program to its end, in a process group of its own. Its words are passed on as they are: no
/// shell reads them. Any thread.
/// @param words its name, which is looked for in PATH, and its arguments
/// @throws Error fileNotFound (there is no such program), outOfMemory (no process can be made), cancelled (it
/// and what it started are ended)
ProcessResult runProcess(const std::vector<std::string>& words, const ProcessSettings& settings = {},
                         const RunContext& context = {});

}  // namespace orator
