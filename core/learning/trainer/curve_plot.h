#pragma once

#include <filesystem>

namespace orator::learning {

/// Draws every column of a training log (CSV with a header, first column the step) as a small chart of its
/// own into one PNG. @throws Error fileNotFound, invalidArgument (no rows), outputUnwritable
void plotTrainingLog(const std::filesystem::path& csv, const std::filesystem::path& png);

}  // namespace orator::learning
