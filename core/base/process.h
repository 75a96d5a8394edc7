#pragma once

#include <string>
#include <vector>

namespace orator {

/// What another program left when it ended.
struct ProcessResult {
  int exitCode = -1;     ///< 128 + the signal where one ended it
  std::string out, err;  ///< what it wrote, without the last line's end
};

/// Whether a program of this name lies in one of the folders of PATH.
bool isProgramThere(const std::string& name);

/// Runs another program to its end, with nothing to read. Its words are passed on as they are: no shell reads
/// them. Any thread.
/// @param words its name, which is looked for in PATH, and its arguments
/// @throws Error fileNotFound (there is no such program), outOfMemory (no process can be made)
ProcessResult runProcess(const std::vector<std::string>& words);

}  // namespace orator
