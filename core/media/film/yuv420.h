#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

namespace orator::media {

/// RGB to 4:2:0 by ITU-R BT.709 in limited range (16..235, 16..240), every number within 1 of swscale's
/// (bilinear, accurate) at a fifth of its time: colour is the mean of two pixels across and weighted 1 3 3 1
/// over four lines down; the picture's border continues outwards. Keeps memory between calls. Internal to
/// core/media.
class Yuv420Converter {
 public:
  /// @param rgb CV_8UC3, of even sides @param planes Y, U and V @param strides bytes from line to line
  void convert(const cv::Mat& rgb, const std::array<std::uint8_t*, 3>& planes,
               const std::array<int, 3>& strides);

 private:
  std::vector<std::uint16_t> pairs_;  ///< of four lines: sums of R, of G and of B of two pixels
};

}  // namespace orator::media
