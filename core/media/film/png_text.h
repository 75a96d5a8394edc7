#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/media/film/film_writer.h"

namespace orator::media {

/// A PNG file with texts (iTXt, UTF-8) behind its head, whose names have 1 to 79 bytes of ASCII. Internal to
/// core/media.
std::vector<std::uint8_t> withPngTexts(std::span<const std::uint8_t> png, const FilmTags& texts);
/// The texts of a PNG file; what is malformed ends the reading.
FilmTags pngTexts(std::span<const std::uint8_t> png);

}  // namespace orator::media
