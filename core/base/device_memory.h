#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace orator {

/// Memory of a graphics card, of all programs together.
struct DeviceMemory {
  std::string name;  ///< of the card
  std::int64_t usedBytes = 0;
  std::int64_t totalBytes = 0;
};

/// Asks the NVIDIA driver about the first card. Empty where there is no such driver or card. Any thread; the
/// first call may take a tenth of a second.
std::optional<DeviceMemory> deviceMemory();

}  // namespace orator
