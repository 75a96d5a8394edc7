#pragma once

#include <cstdint>
#include <vector>

namespace orator::media {

/// A PNG file without its colour profile (chunk iCCP); anything else is returned as it is. The decoder does
/// not use profiles, and libpng complains on standard error about common, harmless faults in them.
std::vector<std::uint8_t> withoutColourProfile(std::vector<std::uint8_t> file);

}  // namespace orator::media
