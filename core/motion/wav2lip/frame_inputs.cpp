#include "core/motion/wav2lip/frame_inputs.h"

#include <algorithm>

namespace orator::motion::wav2lip {

std::vector<std::int64_t> windowStarts(std::int64_t columns, double framesPerSecond) {
  constexpr std::int64_t kWindowColumns = 16;
  std::vector<std::int64_t> starts;
  if (columns < kWindowColumns) return starts;
  const double columnsPerFrame = 80 / framesPerSecond;
  for (std::int64_t frame = 0;; ++frame) {
    const auto start = std::int64_t(double(frame) * columnsPerFrame);
    if (start + kWindowColumns > columns) break;
    starts.push_back(start);
  }
  starts.push_back(columns - kWindowColumns);
  return starts;
}

std::vector<cv::Vec4i> steadiedBoxes(std::vector<cv::Vec4i> boxes) {
  constexpr std::size_t kFrames = 5;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const std::size_t begin = i + kFrames > boxes.size() ? boxes.size() - std::min(boxes.size(), kFrames) : i;
    const std::size_t end = std::min(boxes.size(), begin + kFrames);
    cv::Vec<double, 4> sum = cv::Vec<double, 4>::all(0);
    for (std::size_t k = begin; k < end; ++k) sum += cv::Vec<double, 4>(boxes[k]);
    for (int side = 0; side < 4; ++side) boxes[i][side] = int(sum[side] / double(end - begin));
  }
  return boxes;
}

}  // namespace orator::motion::wav2lip
