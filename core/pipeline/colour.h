#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace orator::pipeline {

/// What colourFrom() reads, for messages.
inline constexpr std::string_view kColourForms = "#rrggbb, white, black, grey, green or blue";

/// "white", "black", "grey", "green", "blue" or "#rrggbb". @return R G B, or nothing for any other text
std::optional<cv::Vec3b> colourFrom(std::string_view text);
/// "#rrggbb"
std::string colourText(cv::Vec3b colour);

}  // namespace orator::pipeline
