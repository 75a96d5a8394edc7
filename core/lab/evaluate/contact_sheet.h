#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

#include "core/lab/evaluate/skull_crops.h"

namespace orator::lab {

/// Twice the size of the crops that are judged, so that it can be looked at.
inline constexpr float kSheetScale = 2;
using SheetCrops = std::array<cv::Mat, kParts.size()>;  ///< of one picture, in the order of kParts

/// One column a frame; from above: real mouth, made mouth, real eyes, made eyes. CV_8UC3
cv::Mat contactSheet(const std::vector<SheetCrops>& real, const std::vector<SheetCrops>& made);

/// Frames worth seeing: widest mouths, shut lids and, between them, others evenly spread; ascending.
/// @param openings, closures one a frame
std::vector<std::size_t> sheetFrames(const std::vector<float>& openings, const std::vector<float>& closures);

}  // namespace orator::lab
