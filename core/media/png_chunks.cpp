#include "core/media/png_chunks.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace orator::media {

// PNG specification, section 5: signature, then chunks of length, type, data and checksum.
std::vector<std::uint8_t> withoutColourProfile(std::vector<std::uint8_t> file) {
  constexpr std::array<std::uint8_t, 8> kSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  constexpr std::size_t kFrame = 12;  // length, type and checksum
  if (file.size() < kSignature.size() || !std::equal(kSignature.begin(), kSignature.end(), file.begin()))
    return file;
  for (std::size_t at = kSignature.size(); at + kFrame <= file.size();) {
    const std::size_t data = std::size_t(file[at]) << 24 | std::size_t(file[at + 1]) << 16 |
                             std::size_t(file[at + 2]) << 8 | std::size_t(file[at + 3]);
    if (data > file.size() - at - kFrame) break;
    const char* type = reinterpret_cast<const char*>(&file[at + 4]);
    if (std::memcmp(type, "IDAT", 4) == 0) break;  // profiles stand before the pixels
    if (std::memcmp(type, "iCCP", 4) == 0) {
      const auto begin = file.begin() + std::ptrdiff_t(at);
      file.erase(begin, begin + std::ptrdiff_t(data + kFrame));
    } else {
      at += data + kFrame;
    }
  }
  return file;
}

}  // namespace orator::media
