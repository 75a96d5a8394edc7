#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <opencv2/core.hpp>
#include <vector>

#include "core/base/files.h"
#include "core/face/landmarks.h"

namespace orator::cli {

/// Writes landmarks frame by frame, so that memory does not grow with a video:
/// {"width","height","fps","frames":[{"index","faces":[{"box":[x,y,w,h],"presence","points":[[x,y,z] x
/// 478]}]}]}. The file appears when finish() is called; without it nothing remains.
class LandmarksWriter {
 public:
  /// @param framesPerSecond 0 for a still picture. @throws Error outputUnwritable
  LandmarksWriter(std::filesystem::path file, cv::Size size, double framesPerSecond);
  void add(const std::vector<face::FaceLandmarks>& faces);
  /// @throws Error diskFull, outputUnwritable
  void finish();

  std::int64_t frames() const { return frames_; }
  std::int64_t faces() const { return faces_; }

 private:
  PartialFile file_;
  std::ofstream stream_;
  std::int64_t frames_ = 0, faces_ = 0;
};

/// Draws points and box into `rgb` (CV_8UC3), in a size that suits the face.
void drawLandmarks(cv::Mat& rgb, const std::vector<face::FaceLandmarks>& faces);

/// By the ending of the name: png, jpg, jpeg, webp, bmp, tif, tiff, heic, heif, avif.
bool isPictureFile(const std::filesystem::path& file);

}  // namespace orator::cli
