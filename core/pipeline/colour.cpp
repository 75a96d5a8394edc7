#include "core/pipeline/colour.h"

#include <array>
#include <charconv>
#include <utility>

namespace orator::pipeline {

std::optional<cv::Vec3b> colourFrom(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, int>, 5> kNames{
      {{"white", 0xFFFFFF}, {"black", 0}, {"grey", 0x808080}, {"green", 0x00B140}, {"blue", 0x0047BB}}};
  int value = -1;
  for (const auto& [name, colour] : kNames)
    if (text == name) value = colour;
  if (text.size() == 7 && text[0] == '#' && text[1] != '-') {
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), value, 16);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  }
  if (value < 0) return std::nullopt;
  return cv::Vec3b(uchar(value >> 16), uchar(value >> 8), uchar(value));
}

std::string colourText(cv::Vec3b colour) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "#";
  for (int c = 0; c < 3; ++c) {
    text += kDigits[std::size_t(colour[c] >> 4)];
    text += kDigits[std::size_t(colour[c] & 15)];
  }
  return text;
}

}  // namespace orator::pipeline
