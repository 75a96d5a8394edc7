#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

namespace orator::motion::wav2lip {

/// First mel columns of the windows of a film's frames, as the published program chooses them: the last
/// window is the last 16 columns, and there are as many frames as windows.
/// @param columns of the mel, 80 a second @param framesPerSecond above 0
/// @return empty for fewer than 16 columns
std::vector<std::int64_t> windowStarts(std::int64_t columns, double framesPerSecond);

/// Boxes of a face (left, top, right, bottom in pixels) made steady as the published program does it: each is
/// the mean of itself and the four after it, in place, towards zero; the last four of the last five boxes.
std::vector<cv::Vec4i> steadiedBoxes(std::vector<cv::Vec4i> boxes);

}  // namespace orator::motion::wav2lip
