#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace orator::test {

/// Writes a rotation into the first track header, as a phone does. @param degrees "90", "180" or "270"
inline std::vector<std::uint8_t> withDisplayMatrix(std::vector<std::uint8_t> mp4,
                                                   const std::string& degrees) {
  const std::string tag = "tkhd";
  const auto header = std::search(mp4.begin(), mp4.end(), tag.begin(), tag.end());
  if (header == mp4.end()) throw std::runtime_error("no track header");
  const auto number = [&](int index, std::int32_t value) {
    for (int i = 0; i < 4; ++i)
      *(header + 44 + 4 * index + i) = std::uint8_t(std::uint32_t(value) >> (24 - 8 * i));
  };
  const std::int32_t one = 1 << 16;
  const std::int32_t sine = degrees == "90" ? one : degrees == "270" ? -one : 0;
  number(0, degrees == "180" ? -one : 0), number(1, sine);
  number(3, -sine), number(4, degrees == "180" ? -one : 0);
  return mp4;
}

}  // namespace orator::test
