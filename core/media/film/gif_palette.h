#pragma once

#include <array>
#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

namespace orator::media {

/// The 255 colours of a GIF and the one that is transparent. Internal to core/media.
class GifPalette {
 public:
  static constexpr int kTransparent = 255;

  /// @param frames CV_8UC3 RGB or CV_8UC4 RGBA; their colours are those of the whole film
  explicit GifPalette(const std::vector<cv::Mat>& frames);
  /// As FFmpeg takes them: 0xAARRGGBB.
  const std::array<std::uint32_t, 256>& colours() const { return colours_; }
  /// Indices of the colours, dithered by a pattern that stands still: what does not move stays the same from
  /// frame to frame. @param indices CV_8UC1 of the frame's size
  void map(const cv::Mat& frame, cv::Mat& indices) const;

 private:
  std::array<std::uint32_t, 256> colours_{};
  std::vector<std::uint8_t> nearest_;  ///< by the five upper bits of red, green and blue
};

}  // namespace orator::media
