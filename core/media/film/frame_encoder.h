#pragma once

#include <opencv2/core.hpp>

namespace orator::media {

/// The single-threaded half of FilmWriter. Internal to core/media.
class FrameEncoder {
 public:
  virtual ~FrameEncoder() = default;
  /// @param frame CV_8UC3 RGB or CV_8UC4 RGBA of FilmWriterSettings::size
  virtual void encode(const cv::Mat& frame) = 0;
  /// Writes what is left: delayed pictures, the rest of the voice, the index.
  virtual void finish() = 0;
};

}  // namespace orator::media
