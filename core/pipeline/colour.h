#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace orator::pipeline {

/// "white", "black", "grey", "green", "blue" or "#rrggbb". @return R G B, or nothing for any other text
std::optional<cv::Vec3b> colourFrom(std::string_view text);
/// "#rrggbb"
std::string colourText(cv::Vec3b colour);

}  // namespace orator::pipeline
