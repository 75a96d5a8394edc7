#pragma once

#include <cstdint>
#include <string>

namespace orator::fuzz {

/// The lowest `bytes` bytes of a number, the lowest first.
inline std::string little(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += char(value >> 8 * i & 0xFF);
  return text;
}

}  // namespace orator::fuzz
