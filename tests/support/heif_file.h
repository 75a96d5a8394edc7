#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace orator::test {

/// Writes a picture of 96 x 64 pixels with libheif: (200, 150, 120) on the left, (40, 80, 160) on the right.
/// @param avif else HEIC @param profile ICC profile of its colours, may be empty
/// @return false where there is no encoder
bool writeHeif(const std::filesystem::path& path, bool avif, const std::vector<std::uint8_t>& profile = {});

}  // namespace orator::test
