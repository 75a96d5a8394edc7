#pragma once

#include <filesystem>
#include <string>

namespace orator::test {

/// What `ffprobe -show_entries <entries>` says of a file, "name=value" a line.
/// Throws std::runtime_error with its output when that fails.
std::string ffprobe(const std::filesystem::path& file, const std::string& entries);

}  // namespace orator::test
