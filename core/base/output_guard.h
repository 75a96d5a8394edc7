#pragma once

#include <filesystem>
#include <vector>

namespace orator {

/// To be called before work begins. No output may be one of the inputs, lie as an existing file in a folder
/// that is an input, or be another output. Files are compared by what they are, so that links and hard links
/// are seen through, and by where they will lie while they do not exist. Empty paths are left out.
/// @throws Error invalidArgument naming the output
void requireSeparateFiles(const std::vector<std::filesystem::path>& outputs,
                          const std::vector<std::filesystem::path>& inputs);

}  // namespace orator
