#include "stored_zip.h"

#include <array>
#include <cstdint>

#include "little_endian.h"

namespace orator::fuzz {
namespace {

std::uint32_t crc32(const std::string& text) {
  static const std::array<std::uint32_t, 256> table = [] {
    std::array<std::uint32_t, 256> made{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t value = i;
      for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1 ? 0xEDB88320u : 0u);
      made[i] = value;
    }
    return made;
  }();
  std::uint32_t crc = ~0u;
  for (const char c : text) crc = crc >> 8 ^ table[(crc ^ std::uint8_t(c)) & 0xFF];
  return ~crc;
}

}  // namespace

std::string storedZip(const std::vector<std::pair<std::string, std::string>>& entries) {
  std::string archive, directory;
  for (const auto& [name, text] : entries) {
    // Version 2.0, no flags, stored, a date, checksum, sizes, length of the name, nothing extra.
    const std::string facts = little(20, 2) + little(0, 2) + little(0, 2) + little(0x21, 2) +
                              little(0x5821, 2) + little(crc32(text), 4) + little(text.size(), 4) +
                              little(text.size(), 4) + little(name.size(), 2) + little(0, 2);
    directory += "PK\x01\x02" + little(20, 2) + facts + little(0, 2) + little(0, 2) + little(0, 2) +
                 little(0, 4) + little(archive.size(), 4) + name;
    archive += "PK\x03\x04" + facts + name + text;
  }
  const std::size_t start = archive.size();
  archive += directory;
  return archive + "PK\x05\x06" + little(0, 4) + little(entries.size(), 2) + little(entries.size(), 2) +
         little(directory.size(), 4) + little(start, 4) + little(0, 2);
}

}  // namespace orator::fuzz
