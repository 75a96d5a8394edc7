#include "core/media/picture_header.h"

#include <zlib.h>

#include <array>
#include <map>

#include "core/media/byte_view.h"

namespace orator::media {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLargestProfile = 4 << 20;

std::vector<std::uint8_t> copyOf(ByteView bytes) {
  if (bytes.size() > kLargestProfile) return {};
  return {bytes.begin(), bytes.end()};
}

// ---- JPEG: markers with a length of two bytes (ITU T.81, annex B)

void readJpeg(ByteView file, PictureHeader& header) {
  constexpr std::uint8_t kEndOfImage = 0xD9, kStartOfScan = 0xDA, kApp2 = 0xE2;
  constexpr auto kProfile = "ICC_PROFILE\0"sv;
  std::map<int, ByteView> parts;  // of the profile, by number
  std::size_t profileBytes = 0;
  header.scans = 0;
  for (std::size_t at = nextJpegMarker(file, 2); at + 4 <= file.size();) {
    const std::uint8_t code = file[at + 1];
    if (code == kEndOfImage) break;
    const std::size_t length = std::max<std::uint32_t>(numberAt(file, at + 2, 2, false), 2);
    const ByteView segment = viewOf(file, at + 4, length - 2);
    const bool frame = code >= 0xC0 && code <= 0xCF && code != 0xC4 && code != 0xC8 && code != 0xCC;
    if (frame) {
      header.height = numberAt(segment, 1, 2, false);
      header.width = numberAt(segment, 3, 2, false);
    } else if (code == kStartOfScan) {
      ++header.scans;
    } else if (code == kApp2 && startsWith(segment, kProfile) && segment.size() > kProfile.size() + 2) {
      const ByteView part = viewFrom(segment, kProfile.size() + 2);
      if (parts.emplace(segment[kProfile.size()], part).second) profileBytes += part.size();
    }
    at = nextJpegMarker(file, at + 2 + length);
  }
  if (profileBytes > kLargestProfile) return;
  for (const auto& [number, part] : parts)
    header.colourProfile.insert(header.colourProfile.end(), part.begin(), part.end());
}

// ---- PNG: signature, then chunks of length, type, data and checksum (PNG specification, section 5)

constexpr std::size_t kPngSignature = 8, kPngFrame = 12;

/// Calls visit(type, whole chunk, data) for each chunk until it returns false or the file ends.
template <typename Visit>
void visitChunks(ByteView file, const Visit& visit) {
  for (std::size_t at = kPngSignature; at + kPngFrame <= file.size();) {
    const std::size_t length = numberAt(file, at, 4, false);
    const std::string_view type(reinterpret_cast<const char*>(&file[at + 4]), 4);
    if (!visit(type, viewOf(file, at, length + kPngFrame), viewOf(file, at + 8, length))) return;
    at += length + kPngFrame;
  }
}

/// The data of iCCP: a name, a zero, the method 0, then zlib's format.
std::vector<std::uint8_t> unpackedProfile(ByteView chunk) {
  const auto end = std::find(chunk.begin(), chunk.end(), 0);
  const auto nameBytes = std::size_t(end - chunk.begin());
  if (nameBytes > 79 || chunk.size() < nameBytes + 3 || chunk[nameBytes + 1] != 0) return {};
  const ByteView packed = viewFrom(chunk, nameBytes + 2);
  std::vector<std::uint8_t> profile(std::min(kLargestProfile, packed.size() * 1100 + 64));
  uLongf size = profile.size();
  if (uncompress(profile.data(), &size, packed.data(), uLong(packed.size())) != Z_OK) return {};
  profile.resize(size);
  return profile;
}

void readPng(ByteView file, PictureHeader& header) {
  visitChunks(file, [&](std::string_view type, ByteView, ByteView data) {
    if (type == "IHDR") {
      header.width = numberAt(data, 0, 4, false);
      header.height = numberAt(data, 4, 4, false);
    } else if (type == "iCCP") {
      header.colourProfile = unpackedProfile(data);
      return false;
    }
    return type != "IDAT";
  });
}

// ---- WebP: RIFF chunks

void readWebp(ByteView file, PictureHeader& header) {
  for (std::size_t at = 12; at + 8 <= file.size();) {
    const std::size_t length = numberAt(file, at + 4, 4, true);
    const ByteView type = viewOf(file, at, 4), data = viewOf(file, at + 8, length);
    if (startsWith(type, "VP8X")) {
      header.width = std::int64_t(numberAt(data, 4, 3, true)) + 1;
      header.height = std::int64_t(numberAt(data, 7, 3, true)) + 1;
    } else if (startsWith(type, "VP8L") && header.width == 0) {
      const std::uint32_t bits = numberAt(data, 1, 4, true);
      header.width = (bits & 0x3FFF) + 1;
      header.height = (bits >> 14 & 0x3FFF) + 1;
    } else if (startsWith(type, "VP8 ") && header.width == 0) {
      header.width = numberAt(data, 6, 2, true) & 0x3FFF;
      header.height = numberAt(data, 8, 2, true) & 0x3FFF;
    } else if (startsWith(type, "ICCP")) {
      header.colourProfile = copyOf(data);
    }
    at += 8 + length + length % 2;
  }
}

// ---- BMP and TIFF

void readBmp(ByteView file, PictureHeader& header) {
  const bool old = numberAt(file, 14, 4, true) == 12;  // OS/2: sizes of two bytes
  header.width = old ? numberAt(file, 18, 2, true) : std::int64_t(std::int32_t(numberAt(file, 18, 4, true)));
  header.height = old ? numberAt(file, 20, 2, true) : std::int64_t(std::int32_t(numberAt(file, 22, 4, true)));
  header.width = std::abs(header.width);
  header.height = std::abs(header.height);
}

void readTiff(ByteView file, PictureHeader& header) {
  const bool little = startsWith(file, "II");
  const std::size_t directory = numberAt(file, 4, 4, little);
  const std::uint32_t entries = numberAt(file, directory, 2, little);
  std::int64_t tileWidth = 0, tileHeight = 0;
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + std::size_t(12) * i;
    if (entry + 12 > file.size()) break;
    const bool isShort = numberAt(file, entry + 2, 2, little) == 3;
    const std::uint32_t value = numberAt(file, entry + 8, isShort ? 2 : 4, little);
    switch (numberAt(file, entry, 2, little)) {
      case 256:
        header.width = value;
        break;
      case 257:
        header.height = value;
        break;
      case 322:
        tileWidth = value;
        break;
      case 323:
        tileHeight = value;
        break;
      case 34675: {
        const std::size_t size = numberAt(file, entry + 4, 4, little);
        header.colourProfile = copyOf(viewOf(file, value, std::min(size, file.size())));
        break;
      }
      default:
        break;
    }
  }
  // A tile is decoded whole, however little of it is shown.
  header.width = std::max(header.width, tileWidth);
  header.height = std::max(header.height, tileHeight);
}

}  // namespace

std::optional<PictureFormat> pictureFormat(ByteView file) {
  if (startsWith(file, "\xFF\xD8\xFF")) return PictureFormat::jpeg;
  if (startsWith(file, "\x89PNG\r\n\x1a\n")) return PictureFormat::png;
  if (startsWith(file, "RIFF") && startsWith(viewFrom(file, 8), "WEBP")) return PictureFormat::webp;
  if (startsWith(file, "BM")) return PictureFormat::bmp;
  if (startsWith(file, "II\x2A\0"sv) || startsWith(file, "MM\0\x2A"sv)) return PictureFormat::tiff;
  if (startsWith(viewFrom(file, 4), "ftyp"))
    for (const auto brand :
         {"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv, "mif1"sv, "msf1"sv, "avif"sv, "avis"sv, "miaf"sv})
      if (startsWith(viewFrom(file, 8), brand)) return PictureFormat::heif;
  return std::nullopt;
}

std::string foreignFormatName(ByteView file) {
  constexpr std::array<std::pair<std::string_view, const char*>, 12> known{
      {{"GIF8"sv, "GIF"},
       {"\0\0\0\x0CJXL "sv, "JPEG XL"},
       {"\xFF\x0A"sv, "JPEG XL"},
       {"\0\0\0\x0CjP  "sv, "JPEG 2000"},
       {"\xFF\x4F\xFF\x51"sv, "JPEG 2000"},
       {"8BPS"sv, "Photoshop"},
       {"<svg"sv, "SVG"},
       {"<?xml"sv, "SVG"},
       {"%PDF"sv, "PDF"},
       {"II\x2B\0"sv, "BigTIFF"},
       {"MM\0\x2B"sv, "BigTIFF"},
       {"\x76\x2f\x31\x01"sv, "OpenEXR"}}};
  for (const auto& [begin, name] : known)
    if (startsWith(file, begin)) return name;
  return {};
}

PictureHeader readPictureHeader(ByteView file, PictureFormat format) {
  PictureHeader header;
  header.format = format;
  switch (format) {
    case PictureFormat::jpeg:
      readJpeg(file, header);
      break;
    case PictureFormat::png:
      readPng(file, header);
      break;
    case PictureFormat::webp:
      readWebp(file, header);
      break;
    case PictureFormat::bmp:
      readBmp(file, header);
      break;
    case PictureFormat::tiff:
      readTiff(file, header);
      break;
    case PictureFormat::heif:  // libheif reads and limits it
      break;
  }
  return header;
}

std::vector<std::uint8_t> pngPixelsOnly(ByteView file) {
  constexpr std::array kKept{"IHDR"sv, "PLTE"sv, "tRNS"sv, "IDAT"sv, "IEND"sv};
  std::vector<std::uint8_t> kept(file.begin(), file.begin() + std::ptrdiff_t(kPngSignature));
  kept.reserve(file.size());
  visitChunks(file, [&](std::string_view type, ByteView whole, ByteView) {
    if (std::find(kKept.begin(), kKept.end(), type) != kKept.end())
      kept.insert(kept.end(), whole.begin(), whole.end());
    return type != "IEND";
  });
  return kept;
}

}  // namespace orator::media
