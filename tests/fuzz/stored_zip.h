#pragma once

#include <string>
#include <utility>
#include <vector>

namespace orator::fuzz {

/// A zip archive of uncompressed entries with right checksums.
std::string storedZip(const std::vector<std::pair<std::string, std::string>>& entries);

}  // namespace orator::fuzz
