#pragma once

#include <cstdint>
#include <cstring>
#include <span>

namespace orator::motion::sadtalker {

/// Tells one voice from another, to know a voice that has been encoded already.
inline std::uint64_t voiceKey(std::span<const float> voice) {
  std::uint64_t key = 0xCBF29CE484222325ull ^ voice.size();
  for (const float sample : voice) {
    std::uint32_t bits;
    std::memcpy(&bits, &sample, sizeof bits);
    key = (key ^ bits) * 0x100000001B3ull;
    key ^= key >> 29;
  }
  return key;
}

}  // namespace orator::motion::sadtalker
