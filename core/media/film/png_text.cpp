#include "core/media/film/png_text.h"

#include <zlib.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "core/media/byte_view.h"

namespace orator::media {
namespace {

constexpr std::string_view kSignature("\x89PNG\r\n\x1a\n", 8);
constexpr std::size_t kBehindHead = 8 + 25;  // signature and IHDR
constexpr std::size_t kChunkFrame = 12;      // length, name, check
constexpr std::string_view kText = "iTXt";
/// Behind the name: a zero, not compressed (two bytes), no language, no translated name.
constexpr std::string_view kPlain("\0\0\0\0\0", 5);

void appendNumber(std::vector<std::uint8_t>& bytes, std::uint32_t value) {
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(std::uint8_t(value >> shift));
}

}  // namespace

std::vector<std::uint8_t> withPngTexts(std::span<const std::uint8_t> png, const FilmTags& texts) {
  std::vector<std::uint8_t> result;
  const ByteView head = viewOf(png, 0, kBehindHead);
  result.insert(result.end(), head.begin(), head.end());
  for (const auto& [name, text] : texts) {
    std::string chunk(kText);
    chunk.append(name).append(kPlain).append(text);
    appendNumber(result, std::uint32_t(chunk.size() - kText.size()));
    result.insert(result.end(), chunk.begin(), chunk.end());
    appendNumber(result,
                 std::uint32_t(crc32(0, reinterpret_cast<const Bytef*>(chunk.data()), uInt(chunk.size()))));
  }
  const ByteView rest = viewFrom(png, kBehindHead);
  result.insert(result.end(), rest.begin(), rest.end());
  return result;
}

FilmTags pngTexts(std::span<const std::uint8_t> png) {
  FilmTags texts;
  if (!startsWith(png, kSignature)) return texts;
  for (std::size_t at = kSignature.size(); at + kChunkFrame <= png.size();) {
    const std::size_t length = numberAt(png, at, 4, false);
    if (length > png.size() - at - kChunkFrame) break;
    const ByteView body = viewOf(png, at + 8, length);
    if (startsWith(viewFrom(png, at + 4), kText)) {
      const auto name = std::find(body.begin(), body.end(), std::uint8_t(0));
      const ByteView behind = viewFrom(body, std::size_t(name - body.begin()));
      if (startsWith(behind, kPlain))
        texts.emplace_back(std::string(body.begin(), name),
                           std::string(behind.begin() + std::ptrdiff_t(kPlain.size()), behind.end()));
    }
    at += length + kChunkFrame;
  }
  return texts;
}

}  // namespace orator::media
