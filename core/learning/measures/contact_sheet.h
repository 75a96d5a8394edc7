#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

#include "core/learning/measures/skull_crops.h"

namespace orator::learning {

/// Twice the size of the crops that are judged, so that it can be looked at.
inline constexpr float kSheetScale = 2;
using SheetCrops = std::array<cv::Mat, kParts.size()>;  ///< of one picture, in the order of kParts

/// One column a frame; from above the mouths of every strip, then the eyes of every strip. CV_8UC3
/// @param strips the same frames as filmed, as made, as made in another way: alike many of each, at least one
cv::Mat contactSheet(const std::vector<std::vector<SheetCrops>>& strips);

/// Frames worth seeing: widest mouths, shut lids and, between them, others evenly spread; ascending.
/// @param openings, closures one a frame
std::vector<std::size_t> sheetFrames(const std::vector<float>& openings, const std::vector<float>& closures);

}  // namespace orator::learning
